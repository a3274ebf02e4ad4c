namespace Gatehouse.Protocols.Aws.Signing;

/// <summary>What came of a check.</summary>
/// <param name="Failure"><see cref="SigV4Failure.None"/> when the request was signed with the secret of <paramref name="AccessKeyId"/>.</param>
/// <param name="AccessKeyId">Who signed, once it is proven; otherwise null.</param>
/// <param name="Region">Region of the scope, once it is proven; otherwise null.</param>
public readonly record struct SigV4Verdict(SigV4Failure Failure, string? AccessKeyId = null, string? Region = null)
{
    /// <summary>Whether the signature is right.</summary>
    public bool IsValid => Failure == SigV4Failure.None && AccessKeyId is not null;
}
