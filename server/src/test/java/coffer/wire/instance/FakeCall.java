package coffer.wire.instance;

import coffer.http.HttpCall;
import coffer.wire.instance.proto.InstanceMessages;
import com.google.protobuf.InvalidProtocolBufferException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A call without a socket; remembers its answer.
final class FakeCall implements HttpCall {
  static final String REQUEST_ID = "8a2f7a2e-5f39-4d9b-8c53-3d4e7d1b9c10";

  private final String method;
  private final List<Map.Entry<String, String>> headers;
  private final byte[] body;
  private boolean busy;
  int status;
  List<Map.Entry<String, String>> answerHeaders = List.of();
  byte[] answer = {};
  boolean wentOffLoop;

  FakeCall(String method, List<Map.Entry<String, String>> headers, byte[] body) {
    this.method = method;
    this.headers = new ArrayList<>(headers);
    this.body = body.clone();
  }

  /// From now on `offLoop` refuses.
  FakeCall busy() {
    busy = true;
    return this;
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String path() {
    return "/";
  }

  @Override
  public String query() {
    return "";
  }

  @Override
  public String header(String name) {
    return headers.stream()
        .filter(h -> h.getKey().equals(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  @Override
  public List<Map.Entry<String, String>> headers() {
    return headers;
  }

  @Override
  public byte[] body() {
    return body;
  }

  @Override
  public InetAddress source() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public boolean secure() {
    return true;
  }

  @Override
  public String requestId() {
    return REQUEST_ID;
  }

  @Override
  public void offLoop(Runnable work) {
    offLoop(work, () -> {});
  }

  @Override
  public void offLoop(Runnable work, Runnable unstarted) {
    wentOffLoop = true;
    (busy ? unstarted : work).run();
  }

  @Override
  public void respond(int status, List<Map.Entry<String, String>> headers, byte[] body) {
    if (this.status != 0) {
      throw new IllegalStateException("answered twice");
    }
    this.status = status;
    this.answerHeaders = headers;
    this.answer = body;
  }

  String answerHeader(String name) {
    return answerHeaders.stream()
        .filter(h -> h.getKey().equals(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  /// `400 InvalidParam: The Param Date is invalid.`
  String error() {
    try {
      InstanceMessages.Error error = InstanceMessages.Error.parseFrom(answer);
      return error.getStatusCode() == status && error.getRequestId().equals(REQUEST_ID)
          ? status + " " + error.getErrorCode() + ": " + error.getErrorMessage()
          : "not one of our errors: " + error;
    } catch (InvalidProtocolBufferException e) {
      return "not protobuf";
    }
  }
}
