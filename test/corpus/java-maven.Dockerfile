FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /build
COPY pom.xml .
RUN mvn -B dependency:go-offline
COPY src ./src
RUN mvn -B package

FROM eclipse-temurin:21-jre
COPY --from=build /build/target/*.jar /srv/app.jar
CMD exec java $JAVA_OPTS -jar /srv/app.jar
