// The unmodified kms-20160120 for Go: one JSON command a line on standard input, one JSON answer a
// line on standard output. A command may come with an access key of its own.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"

	openapi "github.com/alibabacloud-go/darabonba-openapi/v2/client"
	kms "github.com/alibabacloud-go/kms-20160120/v3/client"
	"github.com/alibabacloud-go/tea/tea"
)

const lineBytesMax = 1024 * 1024

type command struct {
	Action          string         `json:"action"`
	Fields          map[string]any `json:"fields"`
	AccessKeyId     string         `json:"accessKeyId"`
	AccessKeySecret string         `json:"accessKeySecret"`
}

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
	ca, err := os.ReadFile(os.Getenv("COFFER_CA"))
	if err != nil {
		panic(err)
	}
	var root struct{ AccessKeyId, AccessKeySecret string }
	if err := json.Unmarshal(text, &root); err != nil {
		panic(err)
	}
	out := json.NewEncoder(os.Stdout)
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, lineBytesMax)
	for in.Scan() {
		c := command{AccessKeyId: root.AccessKeyId, AccessKeySecret: root.AccessKeySecret}
		if err := json.Unmarshal(in.Bytes(), &c); err != nil {
			panic(err)
		}
		fields, err := perform(c, string(ca))
		reply := answer{Ok: true, Answer: fields}
		if err != nil {
			reply = refused(err)
		}
		if err := out.Encode(reply); err != nil {
			panic(err)
		}
	}
}

func perform(c command, ca string) (any, error) {
	client, err := kms.NewClient(&openapi.Config{
		AccessKeyId:     tea.String(c.AccessKeyId),
		AccessKeySecret: tea.String(c.AccessKeySecret),
		Endpoint:        tea.String(os.Getenv("COFFER_ENDPOINT")),
		Protocol:        tea.String("https"),
		RegionId:        tea.String("cn-hangzhou"),
		Ca:              tea.String(ca),
	})
	if err != nil {
		return nil, err
	}
	method := reflect.ValueOf(client).MethodByName(strings.TrimPrefix(c.Action, "kms:"))
	if !method.IsValid() {
		return nil, fmt.Errorf("no action %s", c.Action)
	}
	request := reflect.New(method.Type().In(0).Elem())
	if err := fill(request.Interface(), c.Fields); err != nil {
		return nil, err
	}
	results := method.Call([]reflect.Value{request})
	if err, failed := results[1].Interface().(error); failed {
		return nil, err
	}
	return results[0].Elem().FieldByName("Body").Interface(), nil
}

func fill(request any, fields map[string]any) error {
	// The encryption context is a map here.
	if context, given := fields["EncryptionContext"].(string); given {
		fields["EncryptionContext"] = json.RawMessage(context)
	}
	text, err := json.Marshal(fields)
	if err != nil {
		return err
	}
	in := json.NewDecoder(bytes.NewReader(text))
	in.DisallowUnknownFields()
	return in.Decode(request)
}

func refused(err error) answer {
	var refusal *tea.SDKError
	if !errors.As(err, &refusal) {
		return answer{Code: fmt.Sprintf("%T", err), Message: err.Error()}
	}
	var data struct{ RequestId string }
	// Not every failure has a body.
	_ = json.Unmarshal([]byte(tea.StringValue(refusal.Data)), &data)
	return answer{
		Code:      tea.StringValue(refusal.Code),
		Status:    tea.IntValue(refusal.StatusCode),
		Message:   tea.StringValue(refusal.Message),
		RequestId: data.RequestId,
		Detail:    refusal.AccessDeniedDetail,
	}
}
