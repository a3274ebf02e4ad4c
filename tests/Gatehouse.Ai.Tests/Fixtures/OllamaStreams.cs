namespace Gatehouse.Ai.Tests.Fixtures;

/// <summary>Streams as Ollama sends them.</summary>
internal static class OllamaStreams
{
    public const string Text =
        """
        {"model":"llama3.2","created_at":"2025-06-15T15:06:40.123456Z","message":{"role":"assistant","content":"Hällo"},"done":false}
        {"model":"llama3.2","created_at":"2025-06-15T15:06:40.223456Z","message":{"role":"assistant","content":" \"world\" 😀\n"},"done":false}
        {"model":"llama3.2","created_at":"2025-06-15T15:06:40.323456Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","total_duration":200000000,"load_duration":1,"prompt_eval_count":26,"prompt_eval_duration":2,"eval_count":3,"eval_duration":4}

        """;

    public const string ThinkingAndTools =
        """
        {"model":"qwen3","created_at":"2025-06-15T15:06:40Z","message":{"role":"assistant","content":"","thinking":"Let me"},"done":false}
        {"model":"qwen3","created_at":"2025-06-15T15:06:41Z","message":{"role":"assistant","content":"","thinking":" see."},"done":false}
        {"model":"qwen3","created_at":"2025-06-15T15:06:42Z","message":{"role":"assistant","content":"Checking."},"done":false}
        {"model":"qwen3","created_at":"2025-06-15T15:06:43Z","message":{"role":"assistant","content":"","tool_calls":[{"id":"call_abc","function":{"index":0,"name":"weather","arguments":{"city":"Paris"}}},{"function":{"name":"now","arguments":{}}}]},"done":false}
        {"model":"qwen3","created_at":"2025-06-15T15:06:44Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":100,"eval_count":50}

        """;
}
