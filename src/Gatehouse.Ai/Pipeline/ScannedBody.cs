using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace Gatehouse.Ai.Pipeline;

/// <summary>
/// Checks that a client's own body says nothing beyond what was shown to compliance, before it may pass as it is: every name, string and long number
/// in it is a word of the chat APIs or was scanned. What readers leave out does not go out unread that way.
/// </summary>
internal static class ScannedBody
{
    // A number up to this long says nothing about a person.
    private const int MaxNumber = 5;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 128 };

    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        "model", "messages", "max_completion_tokens", "max_tokens", "temperature", "top_p", "top_k", "min_p", "n", "seed", "presence_penalty", "frequency_penalty",
        "logit_bias", "logprobs", "top_logprobs", "stop", "stream", "stream_options", "include_usage", "include_obfuscation", "tools", "tool_choice", "parallel_tool_calls",
        "response_format", "json_schema", "schema", "strict", "reasoning_effort", "verbosity", "user", "metadata", "service_tier", "prompt_cache_key", "role", "content",
        "name", "type", "text", "image_url", "url", "detail", "input_audio", "data", "format", "file", "filename", "file_id", "file_data", "refusal", "cache_control", "ttl",
        "tool_calls", "tool_call_id", "id", "index", "function", "arguments", "description", "parameters", "reasoning_content", "reasoning", "thinking_blocks",
        "reasoning_details", "thinking", "signature", "summary",
        // Anthropic's.
        "system", "source", "media_type", "title", "context", "citations", "enabled", "input", "tool_use_id", "is_error", "input_schema", "disable_parallel_tool_use",
        "user_id", "stop_sequences", "budget_tokens", "effort", "output_config",
        // Ollama's.
        "think", "keep_alive", "options", "images", "tool_name", "num_predict", "num_ctx", "repeat_penalty");

    private static readonly FrozenSet<string> Words = FrozenSet.Create(
        "", "system", "developer", "user", "assistant", "tool", "function", "text", "image_url", "input_audio", "file", "refusal", "json_object", "json_schema", "none",
        "auto", "required", "minimal", "low", "medium", "high", "xhigh", "max", "ephemeral", "5m", "1h", "thinking", "redacted_thinking", "reasoning.text",
        "reasoning.summary", "reasoning.encrypted", "image", "document", "base64", "url", "tool_use", "tool_result", "any", "enabled", "disabled", "adaptive", "json");

    // Their values were shown as JSON, in whole.
    private static readonly FrozenSet<string> Shown = FrozenSet.Create("parameters", "schema", "logit_bias", "input_schema", "input", "arguments", "format");

    /// <summary>Whether everything was shown. <paramref name="seen"/>: every text that was, JSON values as they stand in the body.</summary>
    public static bool IsCovered(ReadOnlySpan<byte> body, HashSet<string> seen)
    {
        var reader = new Utf8JsonReader(body, Options);
        string name = "";
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        name = reader.GetString()!;
                        if (!Names.Contains(name) && !seen.Contains(name))
                        {
                            return false;
                        }

                        if (reader.CurrentDepth == 1 && name == "model")
                        {
                            // The vendor gets its own name of the model.
                            reader.Skip();
                        }

                        break;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        SkipShown(body, ref reader, name, seen);
                        break;
                    case JsonTokenType.String:
                        if (!IsSeen(reader.GetString()!, seen))
                        {
                            return false;
                        }

                        break;
                    case JsonTokenType.Number:
                        if (reader.ValueSpan.Length > MaxNumber && reader.CurrentDepth > 1 && !seen.Contains(Encoding.ASCII.GetString(reader.ValueSpan)))
                        {
                            return false;
                        }

                        break;
                }
            }

            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static void SkipShown(ReadOnlySpan<byte> body, ref Utf8JsonReader reader, string name, HashSet<string> seen)
    {
        if (!Shown.Contains(name) && !(reader.CurrentDepth == 1 && !Names.Contains(name)))
        {
            return;
        }

        var end = reader;
        end.Skip();
        if (seen.Contains(Encoding.UTF8.GetString(body[(int)reader.TokenStartIndex..(int)end.BytesConsumed])))
        {
            reader = end;
        }
    }

    private static bool IsSeen(string text, HashSet<string> seen)
    {
        if (Words.Contains(text) || seen.Contains(text))
        {
            return true;
        }

        // A data URL: its media type and its bytes.
        const string Scheme = "data:", Mark = ";base64,";
        int mark = text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text.IndexOf(Mark, StringComparison.OrdinalIgnoreCase) : -1;
        return mark > 0 && seen.Contains(text[Scheme.Length..mark].ToLowerInvariant()) && seen.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text.AsSpan(mark + Mark.Length));
    }
}
