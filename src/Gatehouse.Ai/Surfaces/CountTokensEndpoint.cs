using System.Buffers;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces;

/// <summary>An endpoint that counts the tokens of a request without answering it.</summary>
internal abstract class CountTokensEndpoint : Endpoint
{
    /// <inheritdoc/>
    public override string Method => "POST";

    /// <summary>Reads the request that would be sent; throws <see cref="AiException"/>.</summary>
    public abstract ChatRequest Decode(in ClientCall call);

    /// <summary>Writes the count (JSON).</summary>
    public abstract void WriteAnswer(long inputTokens, IBufferWriter<byte> output);
}
