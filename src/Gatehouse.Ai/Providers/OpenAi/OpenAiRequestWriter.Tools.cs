using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.OpenAi;

/// <content>Tools and the choice among them.</content>
internal sealed partial class OpenAiRequestWriter
{
    private void WriteTools()
    {
        var tools = _request.Tools.Where(CanBeSent).ToArray();
        if (tools.Length == 0)
        {
            if (_request.ToolChoice is { Kind: ToolChoiceKind.Required or ToolChoiceKind.Named })
            {
                _notes.Unsupported("tool_choice", "there is no tool that the vendor could call");
            }

            return;
        }

        // Their order is part of the prefix that prompt caches know.
        _json.WriteStartArray("tools"u8);
        foreach (var tool in tools)
        {
            Write(tool);
        }

        _json.WriteEndArray();
        Write(_request.ToolChoice);
        if (_request.ParallelToolCalls is { } parallel)
        {
            _json.WriteBoolean("parallel_tool_calls"u8, parallel);
        }
    }

    private bool CanBeSent(Tool tool)
    {
        if (tool.Foreign is null || (IsSameFormat && tool.Foreign.Dialect == Dialect.OpenAi))
        {
            return true;
        }

        _notes.Unsupported("tools", $"the vendor has no tool of type {Token(tool.Foreign.Kind)}");
        return false;
    }

    private void Write(Tool tool)
    {
        if (tool.Foreign is { } foreign)
        {
            foreign.Value.WriteTo(_json);
            return;
        }

        _json.WriteStartObject();
        _json.WriteString("type"u8, "function"u8);
        _json.WriteStartObject("function"u8);
        _json.WriteString("name"u8, tool.Name);
        WriteDefinition(tool.Description, "parameters"u8, tool.Parameters, tool.IsStrict);
        _json.WriteEndObject();
        WriteCacheMark(tool.Cache);
        _json.WriteEndObject();
    }

    private void Write(ToolChoice? choice)
    {
        switch (choice?.Kind)
        {
            case null:
                break;
            case ToolChoiceKind.Named:
                _json.WriteStartObject("tool_choice"u8);
                _json.WriteString("type"u8, "function"u8);
                _json.WriteStartObject("function"u8);
                _json.WriteString("name"u8, choice.Name);
                _json.WriteEndObject();
                _json.WriteEndObject();
                break;
            default:
                _json.WriteString("tool_choice"u8, choice.Kind switch
                {
                    ToolChoiceKind.None => "none"u8,
                    ToolChoiceKind.Required => "required"u8,
                    _ => "auto"u8,
                });
                break;
        }
    }

    private void WriteDefinition(string? description, ReadOnlySpan<byte> schemaName, JsonElement schema, bool? isStrict)
    {
        Write("description"u8, description);
        if (schema.ValueKind == JsonValueKind.Object)
        {
            _json.WritePropertyName(schemaName);
            schema.WriteTo(_json);
        }

        if (isStrict is { } strict)
        {
            _json.WriteBoolean("strict"u8, strict);
        }
    }

    /// <summary>OpenAI caches by itself; vendors in front of Anthropic take its mark, where a client of this format set it.</summary>
    private void WriteCacheMark(CacheMark mark)
    {
        if (mark == CacheMark.None || !IsSameFormat || IsGenuine)
        {
            return;
        }

        _json.WriteStartObject("cache_control"u8);
        _json.WriteString("type"u8, "ephemeral"u8);
        if (mark == CacheMark.OneHour)
        {
            _json.WriteString("ttl"u8, "1h"u8);
        }

        _json.WriteEndObject();
    }

    /// <summary>A client's word, fit for a header field.</summary>
    private static string Token(string word) => string.Concat(word.Take(64).Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' ? c : '?'));
}
