using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Control.Listening;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Gatehouse.Control.AdminApi;

/// <summary>
/// Reads the body of <c>POST /config</c>: the document itself as JSON or YAML, or the document as text in a member or form
/// field <c>config</c>. The switches may stand in the query or beside <c>config</c>.
/// </summary>
internal static class ConfigUploadReader
{
    private static readonly (int, string) UnsupportedType = (StatusCodes.Status415UnsupportedMediaType, "Unsupported Media Type");
    private static readonly (int, string) BrokenJson = (StatusCodes.Status400BadRequest, "Cannot parse JSON body");
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly JsonDocumentOptions JsonOptions = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    public static async Task<ConfigUpload> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var query = request.Query;
        var upload = new ConfigUpload(null, IsOne(query["check_hash"]), IsOne(query["flatten_errors"]));
        if (request.Headers.ContentType.Count > 1)
        {
            return upload with { Problem = (StatusCodes.Status400BadRequest, "Only one Content-Type header is allowed") };
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
        {
            return upload with { Problem = UnsupportedType };
        }

        switch (type.MediaType.Value?.ToLowerInvariant())
        {
            case "application/json":
                return await ReadJsonAsync(request, upload, cancellationToken);
            case "application/yaml" or "application/x-yaml" or "text/yaml" or "text/x-yaml" or "application/x-yml" or "text/yml":
                return upload with { Text = await ReadTextAsync(request.Body, cancellationToken) };
            case "application/x-www-form-urlencoded" or "multipart/form-data":
                return await ReadFormAsync(request, upload, cancellationToken);
            default:
                return upload with { Problem = UnsupportedType };
        }
    }

    private static async Task<ConfigUpload> ReadJsonAsync(HttpRequest request, ConfigUpload upload, CancellationToken cancellationToken)
    {
        var text = await ReadTextAsync(request.Body, cancellationToken);
        if (text is null || ParseObject(text) is not { } document)
        {
            return upload with { Problem = BrokenJson };
        }

        upload = upload with
        {
            ChecksHash = upload.ChecksHash || IsOne(document["check_hash"]?.ToString()),
            FlattensErrors = upload.FlattensErrors || IsOne(document["flatten_errors"]?.ToString()),
        };
        if (!document.ContainsKey("_format_version") && document["config"] is JsonValue value && value.TryGetValue<string>(out var config))
        {
            return upload with { Text = config };
        }

        if (!document.ContainsKey("_format_version"))
        {
            return upload;
        }

        // The switches are not part of the configuration.
        var hadSwitches = document.Remove("check_hash") | document.Remove("flatten_errors");
        return upload with { Text = hadSwitches ? document.ToJsonString() : text };
    }

    private static JsonObject? ParseObject(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: JsonOptions) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<ConfigUpload> ReadFormAsync(HttpRequest request, ConfigUpload upload, CancellationToken cancellationToken)
    {
        // The server bounds the body; the form must not bound it below that, nor spill secrets into temporary files.
        var limit = (int)Math.Min(request.ContentLength ?? int.MaxValue, int.MaxValue);
        request.HttpContext.Features.Set<IFormFeature>(new FormFeature(request, new FormOptions
        {
            ValueLengthLimit = limit,
            MultipartBodyLengthLimit = limit,
            MemoryBufferThreshold = limit,
            ValueCountLimit = 16,
        }));
        try
        {
            var form = await request.ReadFormAsync(cancellationToken);
            var text = form.Files.GetFile("config") is { } file
                ? await ReadTextAsync(file.OpenReadStream(), cancellationToken)
                : form.TryGetValue("config", out var values) && values.Count == 1 ? values[0] : null;
            return upload with
            {
                Text = text,
                ChecksHash = upload.ChecksHash || IsOne(form["check_hash"]),
                FlattensErrors = upload.FlattensErrors || IsOne(form["flatten_errors"]),
            };
        }
        catch (InvalidDataException)
        {
            return upload with { Problem = (StatusCodes.Status400BadRequest, "Cannot parse form body") };
        }
    }

    /// <summary>The text of a body; null when it is not UTF-8.</summary>
    private static async Task<string?> ReadTextAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            using var reader = new StreamReader(body, StrictUtf8);
            return await reader.ReadToEndAsync(cancellationToken);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool IsOne(string? text) => text is "1" or "true";
}
