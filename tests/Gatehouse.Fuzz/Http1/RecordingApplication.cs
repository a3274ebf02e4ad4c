using System.Text;
using Gatehouse.Net.Http1;

namespace Gatehouse.Fuzz.Http1;

/// <summary>Accepts everything the engine lets through, remembers it, and answers.</summary>
internal sealed class RecordingApplication : IHttp1Application
{
    private readonly byte[] _buffer = new byte[100];
    private RecordedRequest? _current;

    public List<RecordedRequest> Requests { get; } = [];

    public List<Http1Rejection> Rejections { get; } = [];

    public void OnRequestLine(in Http1RequestLine line) =>
        _current = new RecordedRequest { Method = Text(line.Method), Target = Text(line.Target) };

    public void OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => _current!.Fields.Add((Text(name), Text(value)));

    public void OnTrailer(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => _current!.Trailers.Add((Text(name), Text(value)));

    public async ValueTask OnRequestAsync(Http1ServerConnection connection)
    {
        RecordedRequest request = _current!;
        Requests.Add(request);
        request.IsChunked = connection.RequestBodyKind == Http1BodyKind.Chunked;
        request.HasBody = connection.RequestBodyKind != Http1BodyKind.None;
        int read;
        while ((read = await connection.ReadBodyAsync(_buffer).ConfigureAwait(false)) > 0)
        {
            request.Body.Append(Text(_buffer.AsSpan(0, read)));
        }

        request.IsWhole = read == 0;
        if (read == 0)
        {
            await AnswerAsync(connection, 200).ConfigureAwait(false);
        }
        else if (connection.BodyRejection != Http1Rejection.None)
        {
            Rejections.Add(connection.BodyRejection);
            await AnswerAsync(connection, Http1Rejections.StatusOf(connection.BodyRejection)).ConfigureAwait(false);
        }
    }

    public ValueTask OnRejectedAsync(Http1ServerConnection connection, Http1Rejection reason)
    {
        Rejections.Add(reason);
        return AnswerAsync(connection, Http1Rejections.StatusOf(reason));
    }

    /// <summary>Everything seen, in one text.</summary>
    public string Transcript() =>
        string.Concat(Requests.Select(r => $"{r.IsWhole} {r.Meaning()}")) + string.Join(',', Rejections);

    private static async ValueTask AnswerAsync(Http1ServerConnection connection, int status)
    {
        connection.StartHead(status);
        connection.EndHead(Http1BodyKind.None, 0);
        await connection.CompleteAsync().ConfigureAwait(false);
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
