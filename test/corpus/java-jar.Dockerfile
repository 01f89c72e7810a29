FROM eclipse-temurin:21-jre
ARG JAR=target/app.jar
COPY ${JAR} /app.jar
ENV JAVA_OPTS="-Xmx256m"
ENTRYPOINT ["java", "$JAVA_OPTS", "-jar", "/app.jar"]
