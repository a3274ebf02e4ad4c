namespace Gatehouse.Gateway.Forwarding;

/// <summary>
/// Takes header fields one by one. Implemented by structs, so that the same composition writes straight into an HTTP/1.1
/// buffer or into a map for HTTP/2 without a copy in between.
/// </summary>
internal interface IHeaderWriter
{
    void Write(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value);
}
