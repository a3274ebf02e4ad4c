using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Surfaces;

/// <summary>What a client sent, as a surface sees it. The path is the part from the endpoint's template on.</summary>
internal readonly ref struct ClientCall
{
    /// <summary>Values of the template's places in order, percent-decoded (Bedrock's model id).</summary>
    public IReadOnlyList<string> PathValues { get; init; }

    /// <summary>Query without the question mark.</summary>
    public ReadOnlySpan<byte> Query { get; init; }

    public required HeaderMap Headers { get; init; }

    /// <summary>The body, whole; not larger than the limit of the plugin.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }
}
