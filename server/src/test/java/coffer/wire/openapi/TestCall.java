package coffer.wire.openapi;

import coffer.http.HttpCall;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A request without a socket. Remembers what it was answered with.
final class TestCall implements HttpCall {
  String method = "POST";
  String path = "/";
  String query = "";
  final List<Map.Entry<String, String>> headers = new ArrayList<>();
  byte[] body = {};

  int status;
  List<Map.Entry<String, String>> answerHeaders = List.of();
  byte[] answer = {};
  int answers;
  int offLoops;

  TestCall header(String name, String value) {
    headers.add(Map.entry(name, value));
    return this;
  }

  TestCall without(String name) {
    headers.removeIf(header -> header.getKey().equals(name));
    return this;
  }

  TestCall with(String name, String value) {
    return without(name).header(name, value);
  }

  TestCall body(String text) {
    body = text.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  String text() {
    return new String(answer, StandardCharsets.UTF_8);
  }

  String answerHeader(String name) {
    return answerHeaders.stream()
        .filter(header -> header.getKey().equals(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String query() {
    return query;
  }

  @Override
  public String header(String name) {
    return headers.stream()
        .filter(header -> header.getKey().equals(name))
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
    return "5d9d1c35-4d0f-4a0c-9d7e-2f6b1f2d4c11";
  }

  @Override
  public void offLoop(Runnable work) {
    offLoops++;
    work.run();
  }

  @Override
  public void respond(int status, List<Map.Entry<String, String>> headers, byte[] body) {
    answers++;
    this.status = status;
    this.answerHeaders = headers;
    this.answer = body;
  }
}
