namespace Gatehouse.Protocols.Aws.Signing;

/// <summary>Who signs.</summary>
/// <param name="AccessKeyId">The public half, for instance <c>AKIDEXAMPLE</c>.</param>
/// <param name="SecretAccessKey">The secret half.</param>
/// <param name="SessionToken">What makes temporary keys valid (<c>X-Amz-Security-Token</c>); null for a static pair.</param>
public sealed record AwsCredential(string AccessKeyId, string SecretAccessKey, string? SessionToken = null)
{
    /// <summary>Tells nothing.</summary>
    public override string ToString() => nameof(AwsCredential);
}
