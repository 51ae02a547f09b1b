package coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutputTest {
  @Test
  void listsBecomeTablesAndTheRestAlignedLines() {
    String json =
        """
        {"Keys":{"Key":[{"KeyId":"key-1","KeyArn":"acs:kms:r:a:key/key-1"},\
        {"KeyId":"key-22","KeyArn":"x"}]},"PageNumber":1,"TotalCount":2,"RequestId":"r"}\
        """;
    assertThat(TableText.of(Json.parse(json)))
        .isEqualTo(
            """
            KeyId   KeyArn
            key-1   acs:kms:r:a:key/key-1
            key-22  x

            PageNumber  1
            TotalCount  2
            RequestId   r
            """);
  }

  @Test
  void nestedNamesAreJoinedAndLongTextStandsUnderItsName() {
    String json =
        """
        {"KmsInstance":{"Status":"Connected","Zones":["a","b"],"Pem":"-----\\nabc\\n-----\\n"},\
        "Ok":true}\
        """;
    assertThat(TableText.of(Json.parse(json)))
        .isEqualTo(
            """
            KmsInstance.Status  Connected
            KmsInstance.Zones   a, b
            KmsInstance.Pem
              -----
              abc
              -----
            Ok                  true
            """);
  }

  @Test
  void aCellIsOneLineWhateverStandsInIt() {
    String json =
        """
        {"Clusters":[{"Id":"c-1","Zones":[{"ZoneId":"a"},{"ZoneId":"b"}],"Pem":"-----\\nabc"}]}\
        """;
    assertThat(TableText.of(Json.parse(json)))
        .isEqualTo(
            """
            Id   Zones  Pem
            c-1  a, b   ----- …

            """);
  }

  @Test
  void controlSequencesOfOthersDoNotReachTheTerminal() {
    assertThat(TableText.of(Json.parse("{\"Description\":\"\\u001b[31mred\"}")))
        .isEqualTo("Description  ?[31mred\n");
  }
}
