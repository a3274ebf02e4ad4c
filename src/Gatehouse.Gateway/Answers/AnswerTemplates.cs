namespace Gatehouse.Gateway.Answers;

/// <summary>The documents of own answers, cut at the message and at the request id. Layout and field names are Kong's.</summary>
internal static class AnswerTemplates
{
    /// <summary>Media type sent for a kind.</summary>
    public static ReadOnlySpan<byte> ContentTypeOf(AnswerKind kind) => kind switch
    {
        AnswerKind.Html => "text/html; charset=utf-8"u8,
        AnswerKind.Plain => "text/plain; charset=utf-8"u8,
        AnswerKind.Xml => "application/xml; charset=utf-8"u8,
        AnswerKind.Grpc => "application/grpc"u8,
        _ => "application/json; charset=utf-8"u8,
    };

    /// <summary>What stands before the message.</summary>
    public static ReadOnlySpan<byte> HeadOf(AnswerKind kind) => kind switch
    {
        AnswerKind.Html => """
            <!doctype html>
            <html>
              <head>
                <meta charset="utf-8">
                <title>Error</title>
              </head>
              <body>
                <h1>Error</h1>
                <p>
            """u8,
        AnswerKind.Plain => default,
        AnswerKind.Xml => """
            <?xml version="1.0" encoding="UTF-8"?>
            <error>
              <message>
            """u8,
        _ => """
            {
              "message":"
            """u8,
    };

    /// <summary>What stands between message and request id.</summary>
    public static ReadOnlySpan<byte> MiddleOf(AnswerKind kind) => kind switch
    {
        AnswerKind.Html => ".</p>\n    <p>request_id: "u8,
        AnswerKind.Plain => "\nrequest_id: "u8,
        AnswerKind.Xml => "</message>\n  <requestid>"u8,
        _ => "\",\n  \"request_id\":\""u8,
    };

    /// <summary>What stands behind the request id.</summary>
    public static ReadOnlySpan<byte> TailOf(AnswerKind kind) => kind switch
    {
        AnswerKind.Html => "</p>\n  </body>\n</html>\n"u8,
        AnswerKind.Plain => "\n"u8,
        AnswerKind.Xml => "</requestid>\n</error>\n"u8,
        _ => "\"\n}"u8,
    };
}
