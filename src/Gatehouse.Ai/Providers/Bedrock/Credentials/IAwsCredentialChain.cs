namespace Gatehouse.Ai.Providers.Bedrock.Credentials;

/// <summary>Where AWS credentials come from when the configuration names none.</summary>
internal interface IAwsCredentialChain
{
    /// <summary>Finds them; may read files, call a metadata service or run a program, so it is never called on a loop. Throws when there are none.</summary>
    Task<AwsCredentialGrant> ResolveAsync();
}
