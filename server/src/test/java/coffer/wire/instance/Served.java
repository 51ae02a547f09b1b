package coffer.wire.instance;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.access.ClientKeys;
import coffer.access.Principal;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.operations.House;
import coffer.operations.catalog.Catalog;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The whole service behind its wire, called with signed messages as official clients do.
final class Served implements AutoCloseable {
  static final String VERSION_HEADER = "x-kms-migrationkeyversionid";

  final House house;
  private final InstanceWire wire;

  Served(Path directory) {
    this.house = new House(directory);
    this.wire = wire(house.application("served"));
  }

  private InstanceWire wire(Principal.Application principal) {
    ClientKeys.Valid valid = new ClientKeys.Valid(principal, Bench.publicKey());
    return new InstanceWire(
        Catalog.all(),
        house.pipeline,
        (id, _) -> id.equals(Bench.CLIENT_KEY) ? Optional.of(valid) : Optional.empty(),
        Clock.fixed(Bench.NOW, ZoneOffset.UTC),
        RsaSignatures.byJdk());
  }

  /// The same service for another application.
  FakeCall sendAs(Principal.Application principal, String name, Message.Builder request) {
    return send(wire(principal), name, request, Map.of());
  }

  Key create(KeySpec spec) {
    return house.create(spec, spec.defaultUsage());
  }

  Key create(KeySpec spec, KeyUsage usage) {
    return house.create(spec, usage);
  }

  FakeCall send(String name, Message.Builder request, Map<String, String> extra) {
    return send(wire, name, request, extra);
  }

  private static FakeCall send(
      InstanceWire wire, String name, Message.Builder request, Map<String, String> extra) {
    byte[] body = request.build().toByteArray();
    FakeCall call =
        new FakeCall("POST", List.copyOf(Bench.signed(name, body, extra).entrySet()), body);
    wire.handle(call);
    return call;
  }

  /// The answer to a call that must succeed.
  <B extends Message.Builder> B call(String name, Message.Builder request, Supplier<B> answer) {
    return call(name, request, answer, Map.of());
  }

  <B extends Message.Builder> B call(
      String name, Message.Builder request, Supplier<B> answer, Map<String, String> extra) {
    return read(send(name, request, extra), answer);
  }

  static <B extends Message.Builder> B read(FakeCall call, Supplier<B> answer) {
    assertThat(call.status).as(() -> call.error()).isEqualTo(200);
    B builder = answer.get();
    try {
      builder.mergeFrom(call.answer);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
    Object requestId =
        builder.getField(builder.getDescriptorForType().findFieldByName("RequestId"));
    assertThat(requestId).isEqualTo(FakeCall.REQUEST_ID);
    assertThat(builder.getUnknownFields().asMap()).isEmpty();
    return builder;
  }

  /// `400 InvalidParameter`
  String refusal(String name, Message.Builder request) {
    return refusal(name, request, Map.of());
  }

  String refusal(String name, Message.Builder request, Map<String, String> extra) {
    String error = send(name, request, extra).error();
    return error.substring(0, error.indexOf(':'));
  }

  static ByteString bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (31 * i + length);
    }
    return ByteString.copyFrom(bytes);
  }

  @Override
  public void close() {
    house.close();
  }
}
