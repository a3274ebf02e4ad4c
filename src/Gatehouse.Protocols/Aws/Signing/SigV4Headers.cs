namespace Gatehouse.Protocols.Aws.Signing;

/// <summary>What signing adds to the header of a request. The caller sends all that are not null, and exactly the headers it handed in.</summary>
/// <param name="Date"><c>X-Amz-Date</c>.</param>
/// <param name="Authorization"><c>Authorization</c>.</param>
/// <param name="SecurityToken"><c>X-Amz-Security-Token</c>, of temporary keys only.</param>
/// <param name="ContentSha256"><c>X-Amz-Content-Sha256</c>, when it was asked for.</param>
public sealed record SigV4Headers(string Date, string Authorization, string? SecurityToken, string? ContentSha256);
