# Builds the image of one service: docker build --build-arg SERVICE=provider-consumer .   (or user-consumer)
#
# AOT=false builds without the AOT cache. If the training that makes the cache fails, the build prints a warning and
# continues: the image then works the same, but starts more slowly.
ARG JAVA=25

# Builds both services, and the sandbox for the training, with the Maven wrapper.
FROM eclipse-temurin:${JAVA}-jdk AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -q -DskipTests -pl sandbox,provider-consumer,user-consumer -am package

# Layers that rarely change come first: a new version of a service changes only the last layer.
FROM build AS layers
ARG SERVICE
RUN java -Djarmode=tools -jar ${SERVICE}/target/${SERVICE}.jar extract --layers --application-filename service.jar \
		--destination /layers
# The native library of the HTTP client. The JVM would unpack it into /tmp at each start, where it may not be executable.
RUN mkdir -p /layers/native/lib \
	&& case "$(uname -m)" in aarch64) arch=armv8 ;; *) arch=$(uname -m) ;; esac \
	&& cd /layers/native/lib && jar xf /layers/dependencies/lib/aws-crt-[0-9]*.jar "linux/$arch/glibc/libaws-crt-jni.so" \
	&& if [ -d linux ]; then mv linux/*/*/*.so . && rm -r linux; fi

FROM eclipse-temurin:${JAVA}-jre AS service
WORKDIR /app
COPY --from=layers /layers/dependencies/ ./
COPY --from=layers /layers/snapshot-dependencies/ ./
COPY --from=layers /layers/application/ ./
COPY --from=layers /layers/native/ ./
COPY docker/jvm.options ./
# One class without dependencies does the health check: the image needs no shell and no curl.
COPY --from=build /source/consumer-starter/target/classes/io/bookings/consumer/health/LivenessProbe.class \
		./probe/io/bookings/consumer/health/
# A service writes only Tomcat's working directory and the socket below. The volume makes them writable under a read-only
# root file system.
VOLUME /tmp
USER 1000:1000
# The health check uses the socket, because settings can change the address of the HTTP server.
ENV SERVER_PORT=8080 BOOKING_HEALTH_LIVENESS_SOCKET=/tmp/liveness.sock
EXPOSE 8080

# The JVM of the image records which classes it loads and how it compiles methods, while the service consumes from the sandbox.
FROM service AS training
ARG SERVICE
ARG AOT=true
COPY docker/training.options /
USER root
RUN install -d -o 1000 /aot
USER 1000:1000
RUN --mount=from=build,source=/source/sandbox/target/sandbox-exec.jar,target=/sandbox.jar \
	echo "# This image has no AOT cache." > /aot/aot.options; \
	if [ "$AOT" = true ]; then \
		if java --sun-misc-unsafe-memory-access=allow -Dslf4j.internal.verbosity=ERROR \
			-Dloader.main=io.bookings.sandbox.TrainingRun -jar /sandbox.jar \
			${SERVICE} java @/app/jvm.options @/training.options -XX:AOTCacheOutput=/aot/service.aot \
			-jar /app/service.jar \
			&& [ -f /aot/service.aot ]; \
		then echo "-XX:AOTCache=/app/service.aot" > /aot/aot.options; \
		else rm -f /aot/service.aot; echo "WARNING: the training failed: ${SERVICE} has no AOT cache and starts more slowly." >&2; \
		fi; \
	else echo "AOT is not true: ${SERVICE} has no AOT cache and starts more slowly."; \
	fi

FROM service
ARG SERVICE
ARG VERSION=1.0.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.title="${SERVICE}" \
	org.opencontainers.image.description="Consumes booking events from Amazon SQS, each event exactly once" \
	org.opencontainers.image.version="${VERSION}" \
	org.opencontainers.image.revision="${REVISION}" \
	org.opencontainers.image.base.name="docker.io/library/eclipse-temurin:25-jre"
COPY --from=training /aot/ ./
HEALTHCHECK --interval=10s --timeout=10s --start-period=2m --retries=3 \
	CMD ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx16m", "-cp", "/app/probe", "io.bookings.consumer.health.LivenessProbe"]
# Exec form: the JVM is process 1 and receives SIGTERM.
ENTRYPOINT ["java", "@/app/jvm.options", "@/app/aot.options", "-jar", "/app/service.jar"]
