namespace Gatehouse.Ai.Tests.Providers.Bedrock;

/// <summary>Streams in the shapes of AWS's documented examples, padding included, and the events they mean.</summary>
internal static class ConverseStreams
{
    private const string Metered = """metadata {"usage":{"inputTokens":47,"outputTokens":20,"totalTokens":67},"metrics":{"latencyMs":100},"p":"abcdefghijklmn"}""";

    public static IReadOnlyList<(string Name, string[] Stream, string[] Events)> All { get; } =
    [
        (
            "text",
            [
                """messageStart {"role":"assistant","p":"abcdefghijk"}""",
                """contentBlockDelta {"contentBlockIndex":0,"delta":{"text":""},"p":"abcd"}""",
                """contentBlockDelta {"contentBlockIndex":0,"delta":{"text":" Title"},"p":"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKL"}""",
                """contentBlockDelta {"contentBlockIndex":0,"delta":{"text":": \"Über\" \u4e16"},"p":"ab"}""",
                """contentBlockStop {"contentBlockIndex":0,"p":"a"}""",
                """messageStop {"stopReason":"max_tokens","p":"abcdefghijklmnop"}""",
                Metered,
            ],
            [
                "AnswerStarted()",
                "TextDelta(Text=\"\")",
                "TextDelta(Text=\" Title\")",
                "TextDelta(Text=\": \\u0022\\u00DCber\\u0022 \\u4E16\")",
                "PartEnded()",
                "AnswerFinished(Reason=Length)",
                "UsageReported(Usage=TokenUsage(Input=47, Output=20))",
                "AnswerEnded()",
            ]
        ),
        (
            "text and two calls, one without arguments",
            [
                """messageStart {"role":"assistant"}""",
                """contentBlockDelta {"contentBlockIndex":0,"delta":{"text":"I look."}}""",
                """contentBlockStop {"contentBlockIndex":0}""",
                """contentBlockStart {"contentBlockIndex":1,"start":{"toolUse":{"toolUseId":"tooluse_kZJMlvQmRJ6eAyJE5GIl7Q","name":"top_song"}}}""",
                """contentBlockDelta {"contentBlockIndex":1,"delta":{"toolUse":{"input":""}}}""",
                """contentBlockDelta {"contentBlockIndex":1,"delta":{"toolUse":{"input":"{\"sign\":"}}}""",
                """contentBlockDelta {"contentBlockIndex":1,"delta":{"toolUse":{"input":" \"WZPZ\"}"}}}""",
                """contentBlockStop {"contentBlockIndex":1}""",
                """contentBlockStart {"contentBlockIndex":2,"start":{"toolUse":{"toolUseId":"tooluse_2","name":"now","type":"server_tool_use"}}}""",
                """contentBlockStop {"contentBlockIndex":2}""",
                """messageStop {"stopReason":"tool_use"}""",
                Metered,
            ],
            [
                "AnswerStarted()",
                "TextDelta(Text=\"I look.\")",
                "PartEnded()",
                "ToolCallStarted(Id=\"tooluse_kZJMlvQmRJ6eAyJE5GIl7Q\", Index=0, Name=\"top_song\")",
                "ToolCallDelta(Arguments=\"{\\u0022sign\\u0022:\", Index=0)",
                "ToolCallDelta(Arguments=\" \\u0022WZPZ\\u0022}\", Index=0)",
                "PartEnded()",
                "ToolCallStarted(Id=\"tooluse_2\", Index=1, Name=\"now\")",
                "ToolCallDelta(Arguments=\"{}\", Index=1)",
                "PartEnded()",
                "AnswerFinished(Reason=ToolCalls)",
                "UsageReported(Usage=TokenUsage(Input=47, Output=20))",
                "AnswerEnded()",
            ]
        ),
        (
            "thought, sealed and encrypted, cache written and read, unknown event",
            [
                """messageStart {"role":"assistant"}""",
                """contentBlockDelta {"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"Let me"}}}""",
                """contentBlockDelta {"contentBlockIndex":0,"delta":{"reasoningContent":{"text":" see"}}}""",
                """contentBlockDelta {"contentBlockIndex":0,"delta":{"reasoningContent":{"signature":"EqoBCkgIARABGAIiQL2U=="}}}""",
                """contentBlockStop {"contentBlockIndex":0}""",
                """contentBlockDelta {"contentBlockIndex":1,"delta":{"reasoningContent":{"redactedContent":"3q2+7w=="}}}""",
                """contentBlockStop {"contentBlockIndex":1}""",
                """somethingNew {"a":[1]}""",
                """contentBlockDelta {"contentBlockIndex":2,"delta":{"text":"4"}}""",
                """contentBlockDelta {"contentBlockIndex":2,"delta":{"citation":{"title":"t"}}}""",
                """contentBlockStop {"contentBlockIndex":2}""",
                """messageStop {"stopReason":"stop_sequence","additionalModelResponseFields":{"stop_sequence":"END"}}""",
                """metadata {"usage":{"inputTokens":16,"outputTokens":9,"totalTokens":2422,"cacheReadInputTokens":10,"cacheWriteInputTokens":2387,"cacheDetails":[{"ttl":"1h","inputTokens":2000},{"ttl":"5m","inputTokens":387}]},"metrics":{"latencyMs":1}}""",
            ],
            [
                "AnswerStarted()",
                "ReasoningDelta(Text=\"Let me\")",
                "ReasoningDelta(Text=\" see\")",
                "ReasoningSealed(Origin=Bedrock, Signature=\"EqoBCkgIARABGAIiQL2U==\")",
                "PartEnded()",
                "ReasoningSealed(Origin=Bedrock, Redacted=\"3q2\\u002B7w==\")",
                "PartEnded()",
                "TextDelta(Text=\"4\")",
                "ForeignDelta(Dialect=Bedrock, Kind=\"citation\", Value={\"title\":\"t\"})",
                "PartEnded()",
                "AnswerFinished(Reason=StopSequence, StopSequence=\"END\")",
                "UsageReported(Usage=TokenUsage(CacheRead=10, CacheWrite=387, CacheWriteHour=2000, Input=16, Output=9))",
                "AnswerEnded()",
            ]
        ),
        (
            "JSON by the answer tool, blocks without stops, metadata first",
            [
                """messageStart {"role":"assistant"}""",
                """contentBlockDelta {"contentBlockIndex":0,"delta":{"text":"Here:"}}""",
                """contentBlockStart {"contentBlockIndex":1,"start":{"toolUse":{"toolUseId":"t","name":"gatehouse_json_answer"}}}""",
                """contentBlockDelta {"contentBlockIndex":1,"delta":{"toolUse":{"input":"{\"a\":1}"}}}""",
                Metered,
                """messageStop {"stopReason":"tool_use"}""",
            ],
            [
                "AnswerStarted()",
                "TextDelta(Text=\"Here:\")",
                "PartEnded()",
                "TextDelta(Text=\"{\\u0022a\\u0022:1}\")",
                "UsageReported(Usage=TokenUsage(Input=47, Output=20))",
                "PartEnded()",
                "AnswerFinished(Reason=Stop)",
                "AnswerEnded()",
            ]
        ),
        (
            "exception in the middle",
            [
                """messageStart {"role":"assistant"}""",
                """contentBlockDelta {"contentBlockIndex":0,"delta":{"text":"Hal"}}""",
                """!throttlingException {"message":"Too many tokens, please wait before trying again."}""",
                """contentBlockDelta {"contentBlockIndex":0,"delta":{"text":"never seen"}}""",
            ],
            [
                "AnswerStarted()",
                "TextDelta(Text=\"Hal\")",
                "AnswerFailed(Error=AiError(Code=\"ThrottlingException\", Kind=RateLimited, Message=\"The provider limits requests.\"))",
            ]
        ),
        (
            "end without a stop",
            [
                """messageStart {"role":"assistant"}""",
                """contentBlockDelta {"contentBlockIndex":0,"delta":{"text":"Hal"}}""",
            ],
            [
                "AnswerStarted()",
                "TextDelta(Text=\"Hal\")",
                "AnswerFailed(Error=AiError(Kind=VendorFailed, Message=\"The provider\\u0027s stream broke off.\"))",
            ]
        ),
        (
            "end without metadata",
            [
                """messageStart {"role":"assistant"}""",
                """messageStop {"stopReason":"end_turn"}""",
            ],
            [
                "AnswerStarted()",
                "AnswerFinished(Reason=Stop)",
                "AnswerFailed(Error=AiError(Kind=VendorFailed, Message=\"The provider\\u0027s stream broke off.\"))",
            ]
        ),
        (
            "event that is no JSON",
            ["""messageStart {"role":"assistant"}""", "contentBlockDelta {", Metered],
            [
                "AnswerStarted()",
                "AnswerFailed(Error=AiError(Kind=VendorFailed, Message=\"The provider sent an event that cannot be understood.\"))",
            ]
        ),
        (
            "arguments of a call that has not begun",
            ["""messageStart {"role":"assistant"}""", """contentBlockDelta {"contentBlockIndex":0,"delta":{"toolUse":{"input":"{"}}}"""],
            [
                "AnswerStarted()",
                "AnswerFailed(Error=AiError(Kind=VendorFailed, Message=\"The provider sent an event that cannot be understood.\"))",
            ]
        ),
        ("nothing", [], ["AnswerFailed(Error=AiError(Kind=VendorFailed, Message=\"The provider\\u0027s stream broke off.\"))"]),
    ];
}
