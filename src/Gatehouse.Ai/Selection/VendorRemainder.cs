namespace Gatehouse.Ai.Selection;

/// <summary>Tokens that a vendor says are left, and until when it is worth believing.</summary>
/// <param name="Tokens">Tokens.</param>
/// <param name="Until">Timestamp of the clock at which they are full again.</param>
internal sealed record VendorRemainder(long Tokens, long Until);
