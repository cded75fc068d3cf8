-- One scenario of requests for wrk. LAYERS_TARGETS is a file of "path key" lines, LAYERS_SCENARIO says what is sent there, LAYERS_ORDER is "each" (every
-- line once, in order) or "any". The last line printed is one JSON object.

local scenario, order = os.getenv("LAYERS_SCENARIO"), os.getenv("LAYERS_ORDER")
local paths, headers = {}, {}
for line in io.lines(os.getenv("LAYERS_TARGETS")) do
  local path, key = line:match("(%S+) (%S+)")
  paths[#paths + 1] = path
  headers[#headers + 1] = "Bearer " .. key
end

math.randomseed(tonumber(os.getenv("LAYERS_SEED")))
local sent = 0

local function body()
  if scenario == "caption" then
    return string.format('{"caption":"The roast that started it all, now in stores: %d."}', math.random(1, 1000000))
  elseif scenario == "policy" then
    return string.format('{"requiresApproval":true,"firstNPostsBlocked":%d,"autoApproveAfter":"P%dD"}', math.random(0, 50), math.random(200, 300))
  end
  return '{"note":"Approved by agent."}'
end

function request()
  local at = order == "each" and sent % #paths + 1 or math.random(1, #paths)
  sent = sent + 1
  if scenario == "read" then
    return wrk.format("GET", paths[at], { ["Authorization"] = headers[at] })
  end

  local sends = { ["Authorization"] = headers[at], ["Content-Type"] = "application/json" }
  if scenario == "once" then
    sends["Idempotency-Key"] = paths[at]
  end
  local method = (scenario == "caption" or scenario == "policy") and "PATCH" or "POST"
  return wrk.format(method, paths[at], sends, body())
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"microseconds":%d,"refused":%d,"broken":%d,"p50":%d,"p99":%d}\n',
    summary.requests, summary.duration, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
