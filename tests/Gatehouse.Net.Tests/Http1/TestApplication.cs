using System.Text;
using Gatehouse.Net.Http1;

namespace Gatehouse.Net.Tests.Http1;

/// <summary>Records what a server connection tells it and answers with whatever the test asks for.</summary>
internal sealed class TestApplication : IHttp1Application
{
    private readonly StringBuilder _log = new();

    /// <summary>What arrived, one line per event, independent of how bytes were split.</summary>
    public string Log => _log.ToString();

    public int Requests { get; private set; }

    public List<Http1Rejection> Rejections { get; } = [];

    /// <summary>Answers a request; default: reads the body and answers 200 with "ok".</summary>
    public Func<Http1ServerConnection, ValueTask>? Handler { get; set; }

    public bool AnswersRejections { get; set; } = true;

    public void OnRequestLine(in Http1RequestLine line) => _log.Append(
        $"> {Text(line.Method)} {Text(line.Target)} path={Text(line.Path)} query={line.HasQuery}:{Text(line.Query)} authority={Text(line.Authority)} {line.Form} 1.{line.MinorVersion}\n");

    public void OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => _log.Append($"{Text(name)}: [{Text(value)}]\n");

    public void OnTrailer(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => _log.Append($"trailer {Text(name)}: [{Text(value)}]\n");

    public async ValueTask OnRequestAsync(Http1ServerConnection connection)
    {
        Requests++;
        _log.Append($"request {connection.RequestBodyKind} {connection.RequestContentLength}{(connection.IsUpgradeRequested ? " upgrade" : "")}\n");
        if (Handler is not null)
        {
            await Handler(connection);
            return;
        }

        await ReadAndAnswerAsync(connection);
    }

    public async ValueTask OnRejectedAsync(Http1ServerConnection connection, Http1Rejection reason)
    {
        Rejections.Add(reason);
        _log.Append($"rejected {reason}\n");
        if (AnswersRejections)
        {
            await AnswerAsync(connection, Http1Rejections.StatusOf(reason), "");
        }
    }

    public async ValueTask ReadAndAnswerAsync(Http1ServerConnection connection)
    {
        (string body, bool whole) = await ReadBodyAsync(connection);
        _log.Append($"body {whole} {body}\n");
        if (whole)
        {
            await AnswerAsync(connection, 200, "ok");
        }
        else
        {
            Rejections.Add(connection.BodyRejection);
            _log.Append($"body rejected {connection.BodyRejection}\n");
            await AnswerAsync(connection, Http1Rejections.StatusOf(connection.BodyRejection), "");
        }
    }

    public static async ValueTask<(string Body, bool Whole)> ReadBodyAsync(Http1ServerConnection connection, int size = 4096)
    {
        var text = new StringBuilder();
        var buffer = new byte[size];
        while (true)
        {
            int read = await connection.ReadBodyAsync(buffer);
            if (read <= 0)
            {
                return (text.ToString(), read == 0);
            }

            text.Append(Text(buffer.AsSpan(0, read)));
        }
    }

    public static async ValueTask<bool> AnswerAsync(Http1ServerConnection connection, int status, string body)
    {
        connection.StartHead(status);
        connection.WriteHeader("Date"u8, "today"u8);
        connection.EndHead(Http1BodyKind.Length, body.Length);
        Write(connection, body);
        return await connection.CompleteAsync();
    }

    public static void Write(Http1ServerConnection connection, string text)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        for (int position = 0; position < bytes.Length;)
        {
            Memory<byte> room = connection.GetBodyMemory(bytes.Length - position);
            int count = Math.Min(room.Length, bytes.Length - position);
            bytes.AsSpan(position, count).CopyTo(room.Span);
            connection.AdvanceBody(count);
            position += count;
        }
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
