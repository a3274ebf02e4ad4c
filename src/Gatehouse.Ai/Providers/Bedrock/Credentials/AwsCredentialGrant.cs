using Gatehouse.Protocols.Aws.Signing;

namespace Gatehouse.Ai.Providers.Bedrock.Credentials;

/// <summary>Credentials, and until when they are good; null = for ever, or not said.</summary>
internal sealed record AwsCredentialGrant(AwsCredential Credential, DateTimeOffset? Expiration);
