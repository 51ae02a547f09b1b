package coffer.cli;

/// Code that an application can start from, with its files filled in.
final class SdkCode {
  private SdkCode() {}

  static String of(String endpoint, ClientKeyFiles files) {
    return TEXT.replace("$ENDPOINT", endpoint)
        // A JSON string is also a string of Java, Go and Python.
        .replace("$KEY", Json.text(files.clientKey().toString()))
        .replace("$PASSWORD", Json.text(files.password().toString()))
        .replace("$CA", Json.text(files.ca().toString()));
  }

  private static final String TEXT =
      """
      --- Java: com.aliyun:alibabacloud-dkms-gcs-sdk:0.5.2 ---
      import com.aliyun.dkms.gcs.openapi.models.Config;
      import com.aliyun.dkms.gcs.sdk.Client;
      import com.aliyun.dkms.gcs.sdk.models.*;
      import java.nio.file.*;

      Client client = new Client(new Config()
          .setProtocol("https")
          .setEndpoint("$ENDPOINT")
          .setClientKeyFile($KEY)
          .setPassword(Files.readString(Path.of($PASSWORD)))
          .setCaFilePath($CA));
      EncryptResponse sealed = client.encrypt(new EncryptRequest()
          .setKeyId("<key id>").setPlaintext("hello".getBytes()));
      DecryptResponse opened = client.decrypt(new DecryptRequest()
          .setKeyId(sealed.getKeyId()).setCiphertextBlob(sealed.getCiphertextBlob())
          .setIv(sealed.getIv()).setAlgorithm(sealed.getAlgorithm()));

      --- Go: github.com/aliyun/alibabacloud-dkms-gcs-go-sdk v0.5.1 ---
      import (
          "os"

          "github.com/alibabacloud-go/tea/tea"
          openapi "github.com/aliyun/alibabacloud-dkms-gcs-go-sdk/openapi"
          sdk "github.com/aliyun/alibabacloud-dkms-gcs-go-sdk/sdk"
      )

      password, err := os.ReadFile($PASSWORD)
      client, err := sdk.NewClient(&openapi.Config{
          Protocol:      tea.String("https"),
          Endpoint:      tea.String("$ENDPOINT"),
          ClientKeyFile: tea.String($KEY),
          Password:      tea.String(string(password)),
          CaFilePath:    tea.String($CA),
      })
      sealed, err := client.Encrypt(&sdk.EncryptRequest{
          KeyId: tea.String("<key id>"), Plaintext: []byte("hello"),
      })
      opened, err := client.Decrypt(&sdk.DecryptRequest{
          KeyId: sealed.KeyId, CiphertextBlob: sealed.CiphertextBlob,
          Iv: sealed.Iv, Algorithm: sealed.Algorithm,
      })

      --- Python: pip install alibabacloud-dkms-gcs==1.0.2 ---
      from openapi.models import Config
      from sdk.client import Client
      from sdk.models import DecryptRequest, EncryptRequest

      config = Config()
      config.protocol = "https"
      config.endpoint = "$ENDPOINT"
      config.client_key_file = $KEY
      config.password = open($PASSWORD).read()
      config.ca_file_path = $CA
      client = Client(config)

      request = EncryptRequest()
      request.key_id, request.plaintext = "<key id>", b"hello"
      sealed = client.encrypt(request)
      request = DecryptRequest()
      request.key_id, request.ciphertext_blob = sealed.key_id, sealed.ciphertext_blob
      request.iv, request.algorithm = sealed.iv, sealed.algorithm
      opened = client.decrypt(request)
      """;
}
