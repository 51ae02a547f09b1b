package coffer.operations.catalog;

import coffer.operations.Operations;
import coffer.operations.des.GetCluster;
import coffer.operations.des.GetInstance;
import coffer.operations.des.ListClusters;
import coffer.operations.des.ListInstances;
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
import coffer.operations.kms.CreateApplicationAccessPoint;
import coffer.operations.kms.CreateClientKey;
import coffer.operations.kms.CreateKey;
import coffer.operations.kms.CreateNetworkRule;
import coffer.operations.kms.CreatePolicy;
import coffer.operations.kms.DeleteApplicationAccessPoint;
import coffer.operations.kms.DeleteClientKey;
import coffer.operations.kms.DeleteNetworkRule;
import coffer.operations.kms.DeletePolicy;
import coffer.operations.kms.DescribeKey;
import coffer.operations.kms.GetKmsInstance;
import coffer.operations.kms.ListKeys;
import coffer.operations.kms.ListKmsInstances;
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
            coffer.operations.kms.Encrypt.OPERATION,
            coffer.operations.kms.Decrypt.OPERATION,
            CreateNetworkRule.OPERATION,
            DeleteNetworkRule.OPERATION,
            CreatePolicy.OPERATION,
            DeletePolicy.OPERATION,
            CreateApplicationAccessPoint.OPERATION,
            DeleteApplicationAccessPoint.OPERATION,
            CreateClientKey.OPERATION,
            DeleteClientKey.OPERATION,
            ListKmsInstances.OPERATION,
            GetKmsInstance.OPERATION,
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
            ListInstances.OPERATION,
            GetInstance.OPERATION));
  }
}
