using Gatehouse.Net.Http1;

namespace Gatehouse.Gateway.Forwarding;

/// <summary>Writes fields straight into the output buffer of an HTTP/1.1 connection.</summary>
internal readonly struct Http1HeaderWriter(Http1ClientConnection connection) : IHeaderWriter
{
    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => connection.WriteHeader(name, value);
}
