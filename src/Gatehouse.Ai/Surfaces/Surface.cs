using System.Buffers;
using Gatehouse.Ai.Canonical;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Surfaces;

/// <summary>A client dialect. Knows no provider.</summary>
internal abstract class Surface
{
    public abstract Dialect Dialect { get; }

    /// <summary>Name in configuration, metrics and audit: <c>openai</c>, <c>anthropic</c>, <c>ollama</c>, <c>bedrock</c>, <c>own</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Header field in which the dialect's answers, whole, streamed or an error, name their request; null = it has none.</summary>
    public virtual HeaderName? RequestIdField => null;

    /// <summary>All endpoints.</summary>
    public abstract IReadOnlyList<Endpoint> Endpoints { get; }

    /// <summary>
    /// Writes an error body and adds the dialect's header fields (retry-after, x-should-retry, request-id, x-amzn-errortype); returns the status. The
    /// content type is set in <paramref name="headers"/>.
    /// </summary>
    public abstract int WriteError(AiError error, string requestId, HeaderMap headers, IBufferWriter<byte> output);
}
