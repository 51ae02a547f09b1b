package main

import (
	"github.com/aliyun/alibaba-cloud-sdk-go/services/kms"
	"github.com/aliyun/alibaba-cloud-sdk-go/services/ram"
)

// Requests are made by these functions only: they fill in the action's name and version.
var requests = map[string]any{
	"kms:CreateKey":                       kms.CreateCreateKeyRequest,
	"kms:DescribeKey":                     kms.CreateDescribeKeyRequest,
	"kms:ListKeys":                        kms.CreateListKeysRequest,
	"kms:UpdateKeyDescription":            kms.CreateUpdateKeyDescriptionRequest,
	"kms:EnableKey":                       kms.CreateEnableKeyRequest,
	"kms:DisableKey":                      kms.CreateDisableKeyRequest,
	"kms:ScheduleKeyDeletion":             kms.CreateScheduleKeyDeletionRequest,
	"kms:CancelKeyDeletion":               kms.CreateCancelKeyDeletionRequest,
	"kms:CreateAlias":                     kms.CreateCreateAliasRequest,
	"kms:DeleteAlias":                     kms.CreateDeleteAliasRequest,
	"kms:ListAliasesByKeyId":              kms.CreateListAliasesByKeyIdRequest,
	"kms:ListKeyVersions":                 kms.CreateListKeyVersionsRequest,
	"kms:Encrypt":                         kms.CreateEncryptRequest,
	"kms:Decrypt":                         kms.CreateDecryptRequest,
	"kms:GenerateDataKey":                 kms.CreateGenerateDataKeyRequest,
	"kms:GenerateDataKeyWithoutPlaintext": kms.CreateGenerateDataKeyWithoutPlaintextRequest,
	"kms:GetPublicKey":                    kms.CreateGetPublicKeyRequest,
	"kms:AsymmetricSign":                  kms.CreateAsymmetricSignRequest,
	"kms:AsymmetricVerify":                kms.CreateAsymmetricVerifyRequest,
	"kms:TagResource":                     kms.CreateTagResourceRequest,
	"kms:UntagResource":                   kms.CreateUntagResourceRequest,
	"kms:ListResourceTags":                kms.CreateListResourceTagsRequest,
	"ram:CreateUser":                      ram.CreateCreateUserRequest,
	"ram:GetUser":                         ram.CreateGetUserRequest,
	"ram:ListUsers":                       ram.CreateListUsersRequest,
	"ram:DeleteUser":                      ram.CreateDeleteUserRequest,
	"ram:CreateAccessKey":                 ram.CreateCreateAccessKeyRequest,
	"ram:DeleteAccessKey":                 ram.CreateDeleteAccessKeyRequest,
	"ram:CreatePolicy":                    ram.CreateCreatePolicyRequest,
	"ram:DeletePolicy":                    ram.CreateDeletePolicyRequest,
	"ram:AttachPolicyToUser":              ram.CreateAttachPolicyToUserRequest,
	"ram:DetachPolicyFromUser":            ram.CreateDetachPolicyFromUserRequest,
	"ram:ListPoliciesForUser":             ram.CreateListPoliciesForUserRequest,
}
