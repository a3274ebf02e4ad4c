namespace Gatehouse.Protocols.Aws.Signing;

/// <summary>What of a request is signed, besides its payload.</summary>
/// <param name="Method">For instance <c>POST</c>.</param>
/// <param name="Path">The path exactly as it is on the wire, percent-encoding included; empty counts as <c>/</c>.</param>
/// <param name="Query">The query exactly as it is on the wire, without the question mark; empty when there is none.</param>
/// <param name="Headers">
/// Header lines; a name may occur several times. Everything here is signed by the signer, so a caller leaves out what a hop may change
/// (<c>user-agent</c>, <c>connection</c>, <c>transfer-encoding</c>); the verifier looks only at those that the signature names.
/// </param>
public readonly record struct SigV4Request(string Method, string Path, string Query, IReadOnlyList<SigV4Header> Headers);
