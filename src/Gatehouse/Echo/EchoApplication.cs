using System.Buffers;
using System.Text;
using System.Text.Json;
using Gatehouse.Net.Http1;

namespace Gatehouse.Echo;

/// <summary>
/// The built-in upstream of the quick start: answers every request with what it received, as JSON: <c>method</c>,
/// <c>target</c>, <c>headers</c> (name to value, or to a list when repeated) and <c>body</c> (up to 64 KiB as text).
/// </summary>
internal sealed class EchoApplication : IHttp1Application
{
    private const int EchoedBodyBytes = 64 * 1024;

    private readonly List<(string Name, string Value)> _headers = [];
    private readonly ArrayBufferWriter<byte> _body = new();
    private readonly ArrayBufferWriter<byte> _answer = new();
    private string _method = "";
    private string _target = "";

    /// <inheritdoc/>
    public void OnRequestLine(in Http1RequestLine line)
    {
        _headers.Clear();
        _body.ResetWrittenCount();
        _method = Encoding.ASCII.GetString(line.Method);
        _target = Encoding.ASCII.GetString(line.Target);
    }

    /// <inheritdoc/>
    public void OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
        => _headers.Add((Encoding.ASCII.GetString(name), Encoding.Latin1.GetString(value)));

    /// <inheritdoc/>
    public void OnTrailer(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
    }

    /// <inheritdoc/>
    public async ValueTask OnRequestAsync(Http1ServerConnection connection)
    {
        long total = 0;
        byte[] piece = new byte[8192];
        int read;
        while ((read = await connection.ReadBodyAsync(piece)) > 0)
        {
            total += read;
            int kept = Math.Min(read, EchoedBodyBytes - _body.WrittenCount);
            _body.Write(piece.AsSpan(0, kept));
        }

        if (read == 0)
        {
            Compose(total);
            await SendAsync(connection, 200);
        }
    }

    /// <inheritdoc/>
    public async ValueTask OnRejectedAsync(Http1ServerConnection connection, Http1Rejection reason)
    {
        _answer.ResetWrittenCount();
        _answer.Write("{\"message\":\"Bad request\"}"u8);
        await SendAsync(connection, Http1Rejections.StatusOf(reason));
    }

    private void Compose(long total)
    {
        _answer.ResetWrittenCount();
        using var json = new Utf8JsonWriter(_answer);
        json.WriteStartObject();
        json.WriteString("method", _method);
        json.WriteString("target", _target);
        json.WriteStartObject("headers");
        foreach (var group in _headers.GroupBy(h => h.Name.ToLowerInvariant()))
        {
            string[] values = [.. group.Select(h => h.Value)];
            if (values.Length == 1)
            {
                json.WriteString(group.Key, values[0]);
                continue;
            }

            json.WriteStartArray(group.Key);
            foreach (string value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteString("body", Encoding.UTF8.GetString(_body.WrittenSpan));
        json.WriteNumber("body_bytes", total);
        json.WriteEndObject();
    }

    private async ValueTask SendAsync(Http1ServerConnection connection, int status)
    {
        connection.StartHead(status);
        connection.WriteHeader("Content-Type"u8, "application/json"u8);
        connection.EndHead(_method == "HEAD" ? Http1BodyKind.Described : Http1BodyKind.Length, _answer.WrittenCount);
        if (_method != "HEAD")
        {
            for (int sent = 0; sent < _answer.WrittenCount;)
            {
                var memory = connection.GetBodyMemory(_answer.WrittenCount - sent);
                int count = Math.Min(memory.Length, _answer.WrittenCount - sent);
                _answer.WrittenMemory.Slice(sent, count).CopyTo(memory);
                connection.AdvanceBody(count);
                sent += count;
                if (sent < _answer.WrittenCount && !await connection.FlushAsync())
                {
                    return;
                }
            }
        }

        await connection.CompleteAsync();
    }
}
