FROM php:8.3-apache
RUN docker-php-ext-install pdo_mysql && a2enmod rewrite
COPY . /var/www/html
RUN chown -R www-data:www-data /var/www/html && cd /var/www/html
CMD apache2-foreground
