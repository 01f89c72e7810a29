FROM nginx:1.27
COPY . /usr/share/nginx/html
CMD ['nginx', '-g', 'daemon off;']
