using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Gatehouse.Protocols.Aws.Signing;

namespace Gatehouse.Ai.Providers.Bedrock.Credentials;

/// <summary>
/// The default chain of the AWS SDK: environment, shared files, web identity (IRSA), container and instance metadata. The SDK renews what it
/// gives out before it expires.
/// </summary>
internal sealed class SdkCredentialChain : IAwsCredentialChain
{
    /// <inheritdoc/>
    public async Task<AwsCredentialGrant> ResolveAsync()
    {
        var source = await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync(null).ConfigureAwait(false);
        var keys = await source.GetCredentialsAsync().ConfigureAwait(false);
        DateTimeOffset? expiration = source.Expiration is { } until ? new DateTimeOffset(until.ToUniversalTime(), TimeSpan.Zero) : null;
        return new(new AwsCredential(keys.AccessKey, keys.SecretKey, keys.UseToken ? keys.Token : null), expiration);
    }
}
