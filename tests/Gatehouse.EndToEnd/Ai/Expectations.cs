namespace Gatehouse.EndToEnd.Ai;

/// <summary>What a client has to see of a flow, as JSON.</summary>
internal static class Expectations
{
    public static string Of(string surface, string provider, string flow) => flow switch
    {
        "text" => $$"""{"text":"{{Text(provider)}}","finish":"{{Finish(surface)}}","usage":{{Usage(surface)}} }""".Replace(" }", "}", StringComparison.Ordinal),
        "stream" => $$"""{"text":"{{Text(provider)}}","finish":"{{Finish(surface)}}","usage":{{Usage(surface)}},"inPieces":true}""",
        "tools" or "tool-stream" => $$"""{"calls":{{Calls(provider)}},"finish":"{{FinishOfCalls(surface)}}","text":"{{Told(provider)}}"}""",
        "json_schema" => $$"""{"value":{{Json(provider)}},"finish":"{{Finish(surface)}}"}""",
        _ => throw new ArgumentOutOfRangeException(nameof(flow), flow, null),
    };

    public static string Text(string provider) => provider == "sandbox" ? "You said: Hello" : $"Hello from {provider}.";

    public static string Calls(string provider) => provider == "sandbox"
        ? """[["get_weather",{"city":"Call get_weather for Paris."}]]"""
        : """[["get_weather",{"city":"Paris"}],["get_time",{"zone":"CET"}]]""";

    public static string Told(string provider) => provider == "sandbox" ? "The tool answered: sunny" : "Tools said: sunny and noon.";

    private static string Json(string provider) => provider == "sandbox" ? """{"city":"Hello","count":42}""" : """{"city":"Paris","count":2}""";

    private static string Finish(string surface) => surface is "openai" or "ollama" ? "stop" : "end_turn";

    private static string FinishOfCalls(string surface) => surface switch
    {
        "openai" => "tool_calls",
        "ollama" => "stop",
        _ => "tool_use",
    };

    private static string Usage(string surface) => surface is "openai" or "bedrock" ? "[true,true,true]" : "[true,true]";
}
