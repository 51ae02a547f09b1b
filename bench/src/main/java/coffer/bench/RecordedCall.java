package coffer.bench;

import coffer.http.HttpCall;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A request of the load, as a wire would receive it.
record RecordedCall(List<Map.Entry<String, String>> headers, byte[] body) implements HttpCall {
  private static final String END_OF_HEAD = "\r\n\r\n";

  static RecordedCall of(byte[] request) {
    String text = new String(request, StandardCharsets.ISO_8859_1);
    int end = text.indexOf(END_OF_HEAD);
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    text.substring(0, end)
        .lines()
        .skip(1)
        .forEach(line -> {
          int colon = line.indexOf(':');
          headers.add(
              Map.entry(
                  line.substring(0, colon).toLowerCase(Locale.ROOT),
                  line.substring(colon + 1).trim()));
        });
    byte[] body = Arrays.copyOfRange(request, end + END_OF_HEAD.length(), request.length);
    return new RecordedCall(headers, body);
  }

  @Override
  public String method() {
    return "POST";
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
    for (Map.Entry<String, String> header : headers) {
      if (header.getKey().equals(name)) {
        return header.getValue();
      }
    }
    return "";
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
    return "00000000-0000-4000-8000-000000000000";
  }

  @Override
  public void offLoop(Runnable work) {
    work.run();
  }

  @Override
  public void respond(int status, List<Map.Entry<String, String>> answer, byte[] message) {
    throw new IllegalStateException("steps are timed before anything is answered");
  }
}
