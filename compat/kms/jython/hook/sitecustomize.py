# Points the SDK under aliyuncli at this server; the package itself stays as it was installed. Without
# https:// the SDK speaks plain HTTP on Jython.
import os

from aliyunsdkcore.profile import region_provider

for product in ('Kms', 'Ram'):
    region_provider.modify_point(product, 'cn-hangzhou', 'https://' + os.environ['COFFER_ENDPOINT'])
