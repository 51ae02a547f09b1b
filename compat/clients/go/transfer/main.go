// The unmodified transfer SDK for Go: one JSON command a line on standard input, one JSON answer a
// line on standard output. What it does not transfer goes to the OpenAPI of the same service.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"

	"github.com/alibabacloud-go/tea/tea"
	sdkerrors "github.com/aliyun/alibaba-cloud-sdk-go/sdk/errors"
	"github.com/aliyun/alibaba-cloud-sdk-go/services/kms"
	openapi "github.com/aliyun/alibabacloud-dkms-gcs-go-sdk/openapi"
	transfer "github.com/aliyun/alibabacloud-dkms-transfer-go-sdk/sdk"
)

const lineBytesMax = 1024 * 1024

// Requests are made by these functions only: they fill in the action's name and version.
var requests = map[string]any{
	"Encrypt":                         kms.CreateEncryptRequest,
	"Decrypt":                         kms.CreateDecryptRequest,
	"GenerateDataKey":                 kms.CreateGenerateDataKeyRequest,
	"GenerateDataKeyWithoutPlaintext": kms.CreateGenerateDataKeyWithoutPlaintextRequest,
	"AsymmetricEncrypt":               kms.CreateAsymmetricEncryptRequest,
	"AsymmetricDecrypt":               kms.CreateAsymmetricDecryptRequest,
	"AsymmetricSign":                  kms.CreateAsymmetricSignRequest,
	"AsymmetricVerify":                kms.CreateAsymmetricVerifyRequest,
	"GetPublicKey":                    kms.CreateGetPublicKeyRequest,
	"GetSecretValue":                  kms.CreateGetSecretValueRequest,
	"DescribeKey":                     kms.CreateDescribeKeyRequest,
}

type command struct {
	Action string         `json:"action"`
	Fields map[string]any `json:"fields"`
}

type answer struct {
	Ok      bool   `json:"ok"`
	Code    string `json:"code,omitempty"`
	Status  int    `json:"status,omitempty"`
	Message string `json:"message,omitempty"`
	Answer  any    `json:"answer,omitempty"`
}

func main() {
	client, err := newClient()
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

func newClient() (*transfer.KmsTransferClient, error) {
	password, err := os.ReadFile(os.Getenv("COFFER_PASSWORD_FILE"))
	if err != nil {
		return nil, err
	}
	ca, err := os.ReadFile(os.Getenv("COFFER_CA"))
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(os.Getenv("COFFER_ACCESS_KEY"))
	if err != nil {
		return nil, err
	}
	var key struct{ AccessKeyId, AccessKeySecret string }
	if err := json.Unmarshal(text, &key); err != nil {
		return nil, err
	}
	client, err := transfer.NewClientWithAccessKey("cn-hangzhou", key.AccessKeyId, key.AccessKeySecret,
		&openapi.Config{
			Protocol:      tea.String("https"),
			Endpoint:      tea.String(os.Getenv("COFFER_ENDPOINT")),
			ClientKeyFile: tea.String(os.Getenv("COFFER_CLIENT_KEY")),
			Password:      tea.String(string(password)),
		})
	if err != nil {
		return nil, err
	}
	client.SetVerify(string(ca))
	return client, nil
}

func perform(client *transfer.KmsTransferClient, line []byte) answer {
	var c command
	if err := json.Unmarshal(line, &c); err != nil {
		return answer{Code: "BadCommand", Message: err.Error()}
	}
	create, known := requests[c.Action]
	if !known {
		return answer{Code: "BadCommand", Message: "no action " + c.Action}
	}
	request := reflect.ValueOf(create).Call(nil)[0]
	for name, value := range c.Fields {
		field := request.Elem().FieldByName(name)
		if !field.IsValid() {
			return answer{Code: "BadCommand", Message: "the SDK has no field " + name}
		}
		// Numbers are texts in these requests too.
		field.SetString(fmt.Sprint(value))
	}
	// Without a domain of its own, what is not transferred would go to the public cloud.
	request.Elem().FieldByName("Scheme").SetString("https")
	request.Elem().FieldByName("Domain").SetString(os.Getenv("COFFER_ENDPOINT"))
	results := reflect.ValueOf(client).MethodByName(c.Action).Call([]reflect.Value{request})
	if err, failed := results[1].Interface().(error); failed {
		return refused(err)
	}
	return answer{Ok: true, Answer: fields(results[0])}
}

// The texts and truth values of a response; its other half is the HTTP exchange.
func fields(response reflect.Value) map[string]any {
	all := map[string]any{}
	value := response.Elem()
	for i := 0; i < value.NumField(); i++ {
		switch field := value.Field(i); field.Kind() {
		case reflect.String, reflect.Bool:
			all[value.Type().Field(i).Name] = field.Interface()
		}
	}
	return all
}

func refused(err error) answer {
	var refusal *sdkerrors.ServerError
	if errors.As(err, &refusal) {
		return answer{Code: refusal.ErrorCode(), Status: refusal.HttpStatus(), Message: refusal.Message()}
	}
	return answer{Code: fmt.Sprintf("%T", err), Message: err.Error()}
}
