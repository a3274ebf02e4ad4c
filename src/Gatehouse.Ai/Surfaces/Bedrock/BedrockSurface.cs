using System.Buffers;
using Gatehouse.Ai.Canonical;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Surfaces.Bedrock;

/// <summary>
/// Amazon Bedrock's runtime as AWS's SDKs call it: Converse, ConverseStream and CountTokens. Who the client is, <c>key-auth</c> or <c>sigv4-auth</c>
/// on the route says.
/// </summary>
internal sealed class BedrockSurface : Surface
{
    public BedrockSurface() => Endpoints = [new ConverseEndpoint(this, isStream: false), new ConverseEndpoint(this, isStream: true), new BedrockCountEndpoint(this)];

    /// <inheritdoc/>
    public override Dialect Dialect => Dialect.Bedrock;

    /// <inheritdoc/>
    public override string Name => "bedrock";

    /// <inheritdoc/>
    public override HeaderName? RequestIdField => BedrockErrorWriter.RequestId;

    /// <inheritdoc/>
    public override IReadOnlyList<Endpoint> Endpoints { get; }

    /// <inheritdoc/>
    public override int WriteError(AiError error, string requestId, HeaderMap headers, IBufferWriter<byte> output) => BedrockErrorWriter.Write(error, requestId, headers, output);
}
