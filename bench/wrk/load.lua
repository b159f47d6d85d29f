-- One line of the headers file and one of the paths file for each request, drawn at random.
-- Arguments: headers file, paths file, method, label for the posts written (or nothing).

local threads = {}

function setup(thread)
    thread:set("number", #threads + 1)
    table.insert(threads, thread)
end

local function lines(name)
    local found = {}
    for line in io.lines(name) do
        found[#found + 1] = line
    end
    return found
end

function init(args)
    math.randomseed(tonumber(args[5]) + number)
    headers, paths, method, label = lines(args[1]), lines(args[2]), args[3], args[4]
    written = 0
    made = {}
end

local function made_for(header, path)
    local key = header .. "\n" .. path
    if not made[key] then
        local name, value = header:match("^([^:]+): (.*)$")
        made[key] = wrk.format(method, path, {[name] = value})
    end
    return made[key]
end

function request()
    local header, path = headers[math.random(#headers)], paths[math.random(#paths)]
    if method == "GET" then
        return made_for(header, path)
    end
    written = written + 1
    local name, value = header:match("^([^:]+): (.*)$")
    local text = "This is post " .. written .. " of " .. label .. ", written while others read. It rains a little."
    local body = "visibility=public&language=en&status=" .. text:gsub(" ", "+")
    return wrk.format(method, path, {[name] = value, ["Content-Type"] = "application/x-www-form-urlencoded"}, body)
end

function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format(
        '\n{"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "bytes": %d, "refused": %d, "broken": %d}\n',
        summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
        summary.bytes, errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
