// The unmodified alibaba-cloud-sdk-go: one JSON command a line on standard input, one JSON answer a
// line on standard output. Actions are `kms:Encrypt`; a command may come with an access key of its
// own. The CA stands in SSL_CERT_FILE.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"

	sdkerrors "github.com/aliyun/alibaba-cloud-sdk-go/sdk/errors"
	"github.com/aliyun/alibaba-cloud-sdk-go/services/kms"
	"github.com/aliyun/alibaba-cloud-sdk-go/services/ram"
)

const lineBytesMax = 1024 * 1024

type command struct {
	Action          string         `json:"action"`
	Fields          map[string]any `json:"fields"`
	AccessKeyId     string         `json:"accessKeyId"`
	AccessKeySecret string         `json:"accessKeySecret"`
}

type accessKey struct{ AccessKeyId, AccessKeySecret string }

type answer struct {
	Ok        bool           `json:"ok"`
	Code      string         `json:"code,omitempty"`
	Status    int            `json:"status,omitempty"`
	Message   string         `json:"message,omitempty"`
	RequestId string         `json:"requestId,omitempty"`
	Detail    map[string]any `json:"detail,omitempty"`
	Answer    any            `json:"answer,omitempty"`
}

func main() {
	text, err := os.ReadFile(os.Getenv("COFFER_ACCESS_KEY"))
	if err != nil {
		panic(err)
	}
	var root accessKey
	if err := json.Unmarshal(text, &root); err != nil {
		panic(err)
	}
	out := json.NewEncoder(os.Stdout)
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, lineBytesMax)
	for in.Scan() {
		if err := out.Encode(perform(root, in.Bytes())); err != nil {
			panic(err)
		}
	}
}

func perform(caller accessKey, line []byte) answer {
	var c command
	if err := json.Unmarshal(line, &c); err != nil {
		return answer{Code: "BadCommand", Message: err.Error()}
	}
	if c.AccessKeyId != "" {
		caller = accessKey{c.AccessKeyId, c.AccessKeySecret}
	}
	client, err := newClient(caller, c.Action)
	if err != nil {
		return refused(err)
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
	// Without a domain of its own, the request would go to the public cloud.
	request.Elem().FieldByName("Scheme").SetString("https")
	request.Elem().FieldByName("Domain").SetString(os.Getenv("COFFER_ENDPOINT"))
	method := reflect.ValueOf(client).MethodByName(c.Action[strings.Index(c.Action, ":")+1:])
	results := method.Call([]reflect.Value{request})
	if err, failed := results[1].Interface().(error); failed {
		return refused(err)
	}
	return answer{Ok: true, Answer: results[0].Interface()}
}

func newClient(key accessKey, action string) (any, error) {
	if strings.HasPrefix(action, "ram:") {
		return ram.NewClientWithAccessKey("cn-hangzhou", key.AccessKeyId, key.AccessKeySecret)
	}
	return kms.NewClientWithAccessKey("cn-hangzhou", key.AccessKeyId, key.AccessKeySecret)
}

func refused(err error) answer {
	var refusal *sdkerrors.ServerError
	if errors.As(err, &refusal) {
		return answer{
			Code:      refusal.ErrorCode(),
			Status:    refusal.HttpStatus(),
			Message:   refusal.Message() + " " + refusal.Recommend(),
			RequestId: refusal.RequestId(),
			Detail:    refusal.AccessDeniedDetail(),
		}
	}
	return answer{Code: fmt.Sprintf("%T", err), Message: err.Error()}
}
