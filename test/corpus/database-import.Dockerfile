FROM mysql:8.4
ENV MYSQL_ALLOW_EMPTY_PASSWORD=yes
COPY dump.sql /docker-entrypoint-initdb.d/
CMD ["mysqld", "--character-set-server=utf8mb4", "--skip-name-resolve"]
