using System.Globalization;
using System.Text;

namespace Gatehouse.TestKit.Http;

/// <summary>
/// A small strict HTTP/1.1 reader (RFC 9112), independent of the engine it judges: CRLF only, one framing only,
/// nothing trimmed but the blanks around a value. Bytes after a message stay for the next.
/// </summary>
public sealed class HttpMessageReader(Stream stream)
{
    private const int LongestLine = 1 << 20;

    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next request, or null when the peer closed in between messages.</summary>
    public async Task<HttpMessage?> TryReadRequestAsync(CancellationToken cancel = default) =>
        await TryReadHeadAsync(cancel) is { } head ? await WithBodyAsync(head, closeDelimited: false, hasBody: true, cancel) : null;

    /// <summary>The next response to a request with <paramref name="method"/>; 1xx answers are returned like any other.</summary>
    public async Task<HttpMessage> ReadResponseAsync(string method = "GET", CancellationToken cancel = default)
    {
        var head = await TryReadHeadAsync(cancel) ?? throw new HttpSyntaxException("closed instead of a response");
        if (!head.StartLine.StartsWith("HTTP/1.", StringComparison.Ordinal) || head.StartLine.Length < 13 || head.StartLine[12] != ' ')
        {
            throw new HttpSyntaxException($"status line '{head.StartLine}'");
        }

        // RFC 9112 6.3: these never carry a body, whatever their headers say.
        var hasBody = method != "HEAD" && head.Status is >= 200 and not 204 and not 304;
        return await WithBodyAsync(head, closeDelimited: true, hasBody, cancel);
    }

    /// <summary>Everything until the peer closes; resets count as an error, not as an end.</summary>
    public async Task<byte[]> ReadToEndAsync(CancellationToken cancel = default)
    {
        using var all = new MemoryStream();
        do
        {
            all.Write(_buffer, _start, _end - _start);
            _start = _end;
        }
        while (await FillAsync(cancel));
        return all.ToArray();
    }

    /// <summary>Exactly <paramref name="count"/> bytes.</summary>
    public async Task<byte[]> ReadExactlyAsync(int count, CancellationToken cancel = default)
    {
        var bytes = new byte[count];
        for (var filled = 0; filled < count;)
        {
            if (_start == _end && !await FillAsync(cancel))
            {
                throw new HttpSyntaxException($"closed after {filled} of {count} bytes");
            }

            var take = Math.Min(count - filled, _end - _start);
            _buffer.AsSpan(_start, take).CopyTo(bytes.AsSpan(filled));
            _start += take;
            filled += take;
        }

        return bytes;
    }

    private async Task<HttpMessage?> TryReadHeadAsync(CancellationToken cancel)
    {
        if (_start == _end && !await FillAsync(cancel))
        {
            return null;
        }

        var startLine = await ReadLineAsync(cancel);
        return new HttpMessage(startLine, await ReadFieldsAsync(cancel), [], []);
    }

    private async Task<HttpMessage> WithBodyAsync(HttpMessage head, bool closeDelimited, bool hasBody, CancellationToken cancel)
    {
        var codings = head.All("Transfer-Encoding");
        var lengths = head.All("Content-Length");
        if (codings.Count > 0 && lengths.Count > 0)
        {
            throw new HttpSyntaxException("both Content-Length and Transfer-Encoding");
        }

        if (codings.Count > 1 || lengths.Count > 1 || (codings.Count == 1 && codings[0] != "chunked"))
        {
            throw new HttpSyntaxException($"framing: {string.Join(", ", codings.Concat(lengths))}");
        }

        if (!hasBody)
        {
            return head;
        }

        if (codings.Count == 1)
        {
            return await ChunkedAsync(head, cancel);
        }

        if (lengths.Count == 0)
        {
            return closeDelimited ? head with { Body = await ReadToEndAsync(cancel) } : head;
        }

        return int.TryParse(lengths[0], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? head with { Body = await ReadExactlyAsync(length, cancel) }
            : throw new HttpSyntaxException($"Content-Length '{lengths[0]}'");
    }

    private async Task<HttpMessage> ChunkedAsync(HttpMessage head, CancellationToken cancel)
    {
        using var body = new MemoryStream();
        while (true)
        {
            var line = await ReadLineAsync(cancel);
            var digits = line.Split(';')[0];
            if (!int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size) || size < 0)
            {
                throw new HttpSyntaxException($"chunk size '{line}'");
            }

            if (size == 0)
            {
                return head with { Body = body.ToArray(), Trailers = await ReadFieldsAsync(cancel) };
            }

            body.Write(await ReadExactlyAsync(size, cancel));
            if (await ReadLineAsync(cancel) is { Length: > 0 } junk)
            {
                throw new HttpSyntaxException($"'{junk}' after a chunk");
            }
        }
    }

    private async Task<List<KeyValuePair<string, string>>> ReadFieldsAsync(CancellationToken cancel)
    {
        var fields = new List<KeyValuePair<string, string>>();
        while (await ReadLineAsync(cancel) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || line.AsSpan(0, colon).ContainsAny(" \t"))
            {
                throw new HttpSyntaxException($"header line '{line}'");
            }

            fields.Add(new(line[..colon], line[(colon + 1)..].Trim(' ', '\t')));
        }

        return fields;
    }

    private async Task<string> ReadLineAsync(CancellationToken cancel)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end && !await FillAsync(cancel))
            {
                throw new HttpSyntaxException($"closed in the middle of a line: '{line}'");
            }

            var value = (char)_buffer[_start++];
            if (value == '\n')
            {
                return line is { Length: > 0 } && line[^1] == '\r'
                    ? line.ToString(0, line.Length - 1)
                    : throw new HttpSyntaxException($"bare LF after '{line}'");
            }

            if (line is { Length: > 0 } && line[^1] == '\r')
            {
                throw new HttpSyntaxException($"bare CR in '{line}'");
            }

            if (line.Append(value).Length > LongestLine)
            {
                throw new HttpSyntaxException("line too long");
            }
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancel)
    {
        _start = 0;
        _end = await stream.ReadAsync(_buffer, cancel);
        return _end > 0;
    }
}
