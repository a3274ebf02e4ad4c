namespace Gatehouse.EndToEnd.Ai.Vendors;

/// <summary>A tool call of a vendor, its arguments in the fragments in which they are streamed.</summary>
internal sealed record PlayedCall(string Id, string Name, IReadOnlyList<string> Fragments)
{
    public string Arguments => string.Concat(Fragments);
}
