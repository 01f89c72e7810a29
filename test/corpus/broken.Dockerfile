FROM alpine
RUNN apk add curl
RUN echo "unclosed
  && echo next
CMD ["sh"
ENTRYPOINT ["a", 1]
FROM
CMD <<EOF
x
