namespace Gatehouse.Protocols.Aws.Signing;

/// <summary>One header line of a request that is signed or checked.</summary>
/// <param name="Name">Field name in any case.</param>
/// <param name="Value">Field value as it is on the wire; spaces around and runs of spaces inside do not count.</param>
public readonly record struct SigV4Header(string Name, string Value);
