using System.Text;
using Gatehouse.Net.Http1;

namespace Gatehouse.Net.Tests.Http1;

/// <summary>Records what a client connection tells about responses.</summary>
internal sealed class ResponseSink : IHttp1ResponseSink
{
    private readonly StringBuilder _log = new();

    public string Log => _log.ToString();

    public void OnStatusLine(int status, int minorVersion) => _log.Append($"{status} 1.{minorVersion}\n");

    public void OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => Add("", name, value);

    public void OnTrailer(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => Add("trailer ", name, value);

    private void Add(string prefix, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        _log.Append($"{prefix}{Encoding.Latin1.GetString(name)}: [{Encoding.Latin1.GetString(value)}]\n");
}
