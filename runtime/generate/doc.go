// Package generate
package generate
