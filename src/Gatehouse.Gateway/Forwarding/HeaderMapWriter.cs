using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Forwarding;

/// <summary>Collects fields in a map.</summary>
internal readonly struct HeaderMapWriter(HeaderMap map) : IHeaderWriter
{
    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => map.Add(name, value);
}
