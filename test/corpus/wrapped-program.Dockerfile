FROM redis:7
ENTRYPOINT ["redis-server"]
CMD /etc/redis/redis.conf --appendonly yes
