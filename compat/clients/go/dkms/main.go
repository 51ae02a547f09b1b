// The unmodified Dedicated KMS SDK for Go: one JSON command a line on standard input, one JSON
// answer a line on standard output. Names are those of the API; bytes travel as Base64.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"

	"github.com/alibabacloud-go/tea/tea"
	openapi "github.com/aliyun/alibabacloud-dkms-gcs-go-sdk/openapi"
	sdk "github.com/aliyun/alibabacloud-dkms-gcs-go-sdk/sdk"
)

const lineBytesMax = 8 * 1024 * 1024

type command struct {
	Action string          `json:"action"`
	Fields json.RawMessage `json:"fields"`
}

type answer struct {
	Ok      bool   `json:"ok"`
	Code    string `json:"code,omitempty"`
	Status  int    `json:"status,omitempty"`
	Message string `json:"message,omitempty"`
	Answer  any    `json:"answer,omitempty"`
}

func main() {
	password, err := os.ReadFile(os.Getenv("COFFER_PASSWORD_FILE"))
	if err != nil {
		panic(err)
	}
	client, err := sdk.NewClient(&openapi.Config{
		Protocol:      tea.String("https"),
		Endpoint:      tea.String(os.Getenv("COFFER_ENDPOINT")),
		ClientKeyFile: tea.String(os.Getenv("COFFER_CLIENT_KEY")),
		Password:      tea.String(string(password)),
		CaFilePath:    tea.String(os.Getenv("COFFER_CA")),
	})
	if err != nil {
		panic(err)
	}
	out := json.NewEncoder(os.Stdout)
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, lineBytesMax)
	for in.Scan() {
		if err := out.Encode(perform(client, in.Bytes())); err != nil {
			panic(err)
		}
	}
}

func perform(client *sdk.Client, line []byte) answer {
	var c command
	if err := json.Unmarshal(line, &c); err != nil {
		return answer{Code: "BadCommand", Message: err.Error()}
	}
	method := reflect.ValueOf(client).MethodByName(c.Action)
	if !method.IsValid() {
		return answer{Code: "BadCommand", Message: "the SDK has no action " + c.Action}
	}
	request := reflect.New(method.Type().In(0).Elem())
	if err := json.Unmarshal(c.Fields, request.Interface()); err != nil {
		return answer{Code: "BadCommand", Message: err.Error()}
	}
	results := method.Call([]reflect.Value{request})
	if err, failed := results[1].Interface().(error); failed {
		return refused(err)
	}
	return answer{Ok: true, Answer: results[0].Interface()}
}

func refused(err error) answer {
	var refusal *tea.SDKError
	if errors.As(err, &refusal) {
		var data struct {
			HttpCode json.Number `json:"httpCode"`
		}
		_ = json.Unmarshal([]byte(tea.StringValue(refusal.Data)), &data)
		status, _ := data.HttpCode.Int64()
		return answer{
			Code: tea.StringValue(refusal.Code), Status: int(status), Message: tea.StringValue(refusal.Message)}
	}
	return answer{Code: fmt.Sprintf("%T", err), Message: err.Error()}
}
