RUN cd /srv && make
RUN umask 027
CMD ["/srv/run"] # start
