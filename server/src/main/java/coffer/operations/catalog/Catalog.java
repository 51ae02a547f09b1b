package coffer.operations.catalog;

import coffer.operations.Operations;
import coffer.operations.des.ChangeCryptoUserPassword;
import coffer.operations.des.ConfigClusterCertificate;
import coffer.operations.des.ConfigClusterName;
import coffer.operations.des.ConfigClusterSubnet;
import coffer.operations.des.ConfigClusterWhitelist;
import coffer.operations.des.ConfigInstanceRemark;
import coffer.operations.des.CreateCluster;
import coffer.operations.des.CreateCryptoUser;
import coffer.operations.des.DeleteCluster;
import coffer.operations.des.DeregisterInstance;
import coffer.operations.des.EnrollInstance;
import coffer.operations.des.GetCluster;
import coffer.operations.des.GetClusterKeys;
import coffer.operations.des.GetHsmHealth;
import coffer.operations.des.GetInstance;
import coffer.operations.des.GetJob;
import coffer.operations.des.InitializeCluster;
import coffer.operations.des.JoinCluster;
import coffer.operations.des.LeaveCluster;
import coffer.operations.des.ListClusters;
import coffer.operations.des.ListInstances;
import coffer.operations.des.MigrateKmsInstance;
import coffer.operations.des.RegisterInstance;
import coffer.operations.des.RemoveUnknownKeys;
import coffer.operations.des.RotateClusterKey;
import coffer.operations.des.SealCluster;
import coffer.operations.des.SwitchClusterMaster;
import coffer.operations.des.SyncCluster;
import coffer.operations.instance.AdvanceDecrypt;
import coffer.operations.instance.AdvanceEncrypt;
import coffer.operations.instance.AdvanceGenerateDataKey;
import coffer.operations.instance.AdvanceGenerateDataKeyPair;
import coffer.operations.instance.AdvanceGenerateDataKeyPairWithoutPlaintext;
import coffer.operations.instance.GenerateDataKey;
import coffer.operations.instance.GenerateDataKeyPair;
import coffer.operations.instance.GenerateDataKeyPairWithoutPlaintext;
import coffer.operations.instance.GenerateRandom;
import coffer.operations.instance.GetPublicKey;
import coffer.operations.instance.GetSecretValue;
import coffer.operations.instance.Hmac;
import coffer.operations.instance.Sign;
import coffer.operations.instance.Verify;
import coffer.operations.kms.AsymmetricDecrypt;
import coffer.operations.kms.AsymmetricEncrypt;
import coffer.operations.kms.AsymmetricSign;
import coffer.operations.kms.AsymmetricVerify;
import coffer.operations.kms.CancelKeyDeletion;
import coffer.operations.kms.ConnectKmsInstance;
import coffer.operations.kms.CreateAlias;
import coffer.operations.kms.CreateApplicationAccessPoint;
import coffer.operations.kms.CreateClientKey;
import coffer.operations.kms.CreateKey;
import coffer.operations.kms.CreateKeyVersion;
import coffer.operations.kms.CreateKmsInstance;
import coffer.operations.kms.CreateNetworkRule;
import coffer.operations.kms.CreatePolicy;
import coffer.operations.kms.DeleteAlias;
import coffer.operations.kms.DeleteApplicationAccessPoint;
import coffer.operations.kms.DeleteClientKey;
import coffer.operations.kms.DeleteKeyMaterial;
import coffer.operations.kms.DeleteNetworkRule;
import coffer.operations.kms.DeletePolicy;
import coffer.operations.kms.DescribeAccountKmsStatus;
import coffer.operations.kms.DescribeApplicationAccessPoint;
import coffer.operations.kms.DescribeKey;
import coffer.operations.kms.DescribeKeyVersion;
import coffer.operations.kms.DescribeNetworkRule;
import coffer.operations.kms.DescribePolicy;
import coffer.operations.kms.DescribeRegions;
import coffer.operations.kms.DisableKey;
import coffer.operations.kms.DisconnectKmsInstance;
import coffer.operations.kms.EnableKey;
import coffer.operations.kms.ExplainAccess;
import coffer.operations.kms.ExportDataKey;
import coffer.operations.kms.GenerateAndExportDataKey;
import coffer.operations.kms.GenerateDataKeyWithoutPlaintext;
import coffer.operations.kms.GenerateMac;
import coffer.operations.kms.GetAuditProof;
import coffer.operations.kms.GetClientKey;
import coffer.operations.kms.GetDefaultKmsInstance;
import coffer.operations.kms.GetImportReceipt;
import coffer.operations.kms.GetKeyPolicy;
import coffer.operations.kms.GetKeyUsage;
import coffer.operations.kms.GetKmsInstance;
import coffer.operations.kms.GetKmsInstanceQuotaInfos;
import coffer.operations.kms.GetParametersForImport;
import coffer.operations.kms.GetServiceStatistics;
import coffer.operations.kms.ImportKeyMaterial;
import coffer.operations.kms.ListAliases;
import coffer.operations.kms.ListAliasesByKeyId;
import coffer.operations.kms.ListApplicationAccessPoints;
import coffer.operations.kms.ListClientKeys;
import coffer.operations.kms.ListKeyVersions;
import coffer.operations.kms.ListKeys;
import coffer.operations.kms.ListKmsInstances;
import coffer.operations.kms.ListNetworkRules;
import coffer.operations.kms.ListPolicies;
import coffer.operations.kms.ListResourceTags;
import coffer.operations.kms.ListTagResources;
import coffer.operations.kms.OpenKmsService;
import coffer.operations.kms.ReEncrypt;
import coffer.operations.kms.ReleaseKmsInstance;
import coffer.operations.kms.ScheduleKeyDeletion;
import coffer.operations.kms.SearchAuditRecords;
import coffer.operations.kms.SearchKeys;
import coffer.operations.kms.SetDeletionProtection;
import coffer.operations.kms.SetKeyPolicy;
import coffer.operations.kms.TagResource;
import coffer.operations.kms.TagResources;
import coffer.operations.kms.UntagResource;
import coffer.operations.kms.UntagResources;
import coffer.operations.kms.UpdateAlias;
import coffer.operations.kms.UpdateApplicationAccessPoint;
import coffer.operations.kms.UpdateKeyDescription;
import coffer.operations.kms.UpdateKmsInstanceBindVpc;
import coffer.operations.kms.UpdateNetworkRule;
import coffer.operations.kms.UpdatePolicy;
import coffer.operations.kms.UpdateRotationPolicy;
import coffer.operations.kms.VerifyMac;
import java.util.List;

/// Everything the service can do, listed by hand so that nothing becomes callable by accident.
public final class Catalog {
  private Catalog() {}

  public static Operations all() {
    return new Operations(
        List.of(
            CreateKey.OPERATION,
            DescribeKey.OPERATION,
            ListKeys.OPERATION,
            EnableKey.OPERATION,
            DisableKey.OPERATION,
            ScheduleKeyDeletion.OPERATION,
            CancelKeyDeletion.OPERATION,
            UpdateKeyDescription.OPERATION,
            SetDeletionProtection.OPERATION,
            GetParametersForImport.OPERATION,
            ImportKeyMaterial.OPERATION,
            DeleteKeyMaterial.OPERATION,
            GetImportReceipt.OPERATION,
            CreateAlias.OPERATION,
            UpdateAlias.OPERATION,
            DeleteAlias.OPERATION,
            ListAliases.OPERATION,
            ListAliasesByKeyId.OPERATION,
            CreateKeyVersion.OPERATION,
            DescribeKeyVersion.OPERATION,
            ListKeyVersions.OPERATION,
            UpdateRotationPolicy.OPERATION,
            TagResource.OPERATION,
            UntagResource.OPERATION,
            ListResourceTags.OPERATION,
            TagResources.OPERATION,
            UntagResources.OPERATION,
            ListTagResources.OPERATION,
            coffer.operations.kms.Encrypt.OPERATION,
            coffer.operations.kms.Decrypt.OPERATION,
            coffer.operations.kms.GenerateDataKey.OPERATION,
            GenerateDataKeyWithoutPlaintext.OPERATION,
            ReEncrypt.OPERATION,
            ExportDataKey.OPERATION,
            GenerateAndExportDataKey.OPERATION,
            AsymmetricEncrypt.OPERATION,
            AsymmetricDecrypt.OPERATION,
            AsymmetricSign.OPERATION,
            AsymmetricVerify.OPERATION,
            coffer.operations.kms.GetPublicKey.OPERATION,
            GenerateMac.OPERATION,
            VerifyMac.OPERATION,
            CreateNetworkRule.OPERATION,
            DescribeNetworkRule.OPERATION,
            UpdateNetworkRule.OPERATION,
            ListNetworkRules.OPERATION,
            DeleteNetworkRule.OPERATION,
            CreatePolicy.OPERATION,
            DescribePolicy.OPERATION,
            UpdatePolicy.OPERATION,
            ListPolicies.OPERATION,
            DeletePolicy.OPERATION,
            CreateApplicationAccessPoint.OPERATION,
            DescribeApplicationAccessPoint.OPERATION,
            UpdateApplicationAccessPoint.OPERATION,
            ListApplicationAccessPoints.OPERATION,
            DeleteApplicationAccessPoint.OPERATION,
            CreateClientKey.OPERATION,
            GetClientKey.OPERATION,
            ListClientKeys.OPERATION,
            DeleteClientKey.OPERATION,
            ListKmsInstances.OPERATION,
            GetKmsInstance.OPERATION,
            CreateKmsInstance.OPERATION,
            ConnectKmsInstance.OPERATION,
            DisconnectKmsInstance.OPERATION,
            ReleaseKmsInstance.OPERATION,
            UpdateKmsInstanceBindVpc.OPERATION,
            GetKmsInstanceQuotaInfos.OPERATION,
            GetDefaultKmsInstance.OPERATION,
            DescribeAccountKmsStatus.OPERATION,
            OpenKmsService.OPERATION,
            GetKeyPolicy.OPERATION,
            SetKeyPolicy.OPERATION,
            ExplainAccess.OPERATION,
            GetServiceStatistics.OPERATION,
            SearchAuditRecords.OPERATION,
            SearchKeys.OPERATION,
            GetKeyUsage.OPERATION,
            GetAuditProof.OPERATION,
            DescribeRegions.OPERATION,
            coffer.operations.instance.Encrypt.OPERATION,
            coffer.operations.instance.Decrypt.OPERATION,
            GenerateDataKey.OPERATION,
            AdvanceEncrypt.OPERATION,
            AdvanceDecrypt.OPERATION,
            Sign.OPERATION,
            Verify.OPERATION,
            GetPublicKey.OPERATION,
            AdvanceGenerateDataKey.OPERATION,
            GenerateDataKeyPair.OPERATION,
            GenerateDataKeyPairWithoutPlaintext.OPERATION,
            AdvanceGenerateDataKeyPair.OPERATION,
            AdvanceGenerateDataKeyPairWithoutPlaintext.OPERATION,
            Hmac.OPERATION,
            GetSecretValue.OPERATION,
            GenerateRandom.OPERATION,
            ListClusters.OPERATION,
            GetCluster.OPERATION,
            GetClusterKeys.OPERATION,
            ListInstances.OPERATION,
            GetHsmHealth.OPERATION,
            GetInstance.OPERATION,
            RegisterInstance.OPERATION,
            DeregisterInstance.OPERATION,
            EnrollInstance.OPERATION,
            ConfigInstanceRemark.OPERATION,
            CreateCluster.OPERATION,
            ConfigClusterCertificate.OPERATION,
            InitializeCluster.OPERATION,
            CreateCryptoUser.OPERATION,
            JoinCluster.OPERATION,
            LeaveCluster.OPERATION,
            SyncCluster.OPERATION,
            RemoveUnknownKeys.OPERATION,
            RotateClusterKey.OPERATION,
            MigrateKmsInstance.OPERATION,
            SwitchClusterMaster.OPERATION,
            ConfigClusterName.OPERATION,
            ConfigClusterSubnet.OPERATION,
            ConfigClusterWhitelist.OPERATION,
            GetJob.OPERATION,
            ChangeCryptoUserPassword.OPERATION,
            SealCluster.OPERATION,
            coffer.operations.des.DescribeRegions.OPERATION,
            DeleteCluster.OPERATION),
        RamCatalog.all());
  }
}
