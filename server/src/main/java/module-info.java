import org.jspecify.annotations.NullMarked;

/// A key management service whose keys live in hardware security modules.
///
/// Read the packages in this order: `model`, `hsm`, `store`, `policy`, `keys`, `access`,
/// `instances`, `clusters`, `ram`, `audit`, `jobs`, `backup`, `operations`, `http`, `wire`, `cli`,
/// `boot`. Each may use only packages named before it; `FloorsTest` holds the drawing.
@NullMarked
module coffer {
  requires ch.qos.logback.classic;
  requires ch.qos.logback.core;
  requires com.amazon.corretto.crypto.provider;
  requires com.github.benmanes.caffeine;
  requires com.google.protobuf;
  requires com.zaxxer.hikari;
  requires flyway.core;
  requires info.picocli;
  requires io.github.bucket4j.core;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.codec.haproxy;
  requires io.netty.codec.http;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires io.prometheus.metrics.core;
  requires io.prometheus.writer.text;
  requires io.prometheus.metrics.model;
  requires io.vertx.core;
  requires java.management;
  requires java.net.http;
  requires java.sql;
  requires jdk.management;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;
  requires org.jdbi.v3.core;
  requires org.slf4j;
  requires org.snakeyaml.engine;
  requires org.xerial.sqlitejdbc;
  requires tools.jackson.core;
  requires tools.jackson.databind;
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;

  exports coffer.access;
  exports coffer.audit;
  exports coffer.hsm;
  exports coffer.model;
  exports coffer.operations;
  exports coffer.store;

  opens coffer.backup to
      tools.jackson.databind;
  opens coffer.boot to
      info.picocli;
  opens coffer.cli to
      info.picocli;

  uses coffer.hsm.HsmProvider;

  provides coffer.hsm.HsmProvider with
      coffer.hsm.pkcs11.Pkcs11Provider,
      coffer.hsm.software.SoftwareHsmProvider;
}
