using System.Buffers;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces;

/// <summary>An endpoint that asks for vectors of texts.</summary>
internal abstract class EmbeddingsEndpoint : Endpoint
{
    /// <inheritdoc/>
    public override string Method => "POST";

    /// <summary>Reads a request, strictly; throws <see cref="AiException"/>.</summary>
    public abstract EmbeddingsRequest Decode(in ClientCall call);

    /// <summary>Writes the answer (JSON).</summary>
    public abstract void WriteAnswer(EmbeddingsAnswer answer, EmbeddingsRequest request, AnswerContext context, IBufferWriter<byte> output);
}
